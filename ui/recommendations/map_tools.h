#pragma once

#include "charts/chart_export.h"
#include "recommendations/map_style.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace ncf {

// The row above a map: what its points are, what their colours mean, what is looked for.
class MapTools : public QWidget {
    Q_OBJECT

public:
    explicit MapTools(QWidget* parent = nullptr);

    // Offers the colourings that this map has; keeps the chosen one if it can. Clears the search.
    void setMap(const EmbeddingMap& map);
    MapOf of() const;
    MapColouring colouring() const;
    // How many points the search found, of at most so many that are looked for; nullopt: there is
    // no search.
    void setFound(std::optional<std::size_t> count, std::size_t most);

Q_SIGNALS:
    void ofChosen();
    void colouringChosen();
    // Some moments after the last key; empty ends the search.
    void searchChanged(const QString& text);
    void nextRequested();
    void fitRequested();
    void saveRequested(ncf::ChartFormat format);

protected:
    void changeEvent(QEvent* event) override;

private:
    QToolButton* makeButton(const QString& name, const QString& help);
    void fillSaveMenu();
    void setIcons();

    QComboBox* of_;
    QComboBox* colouring_;
    QLineEdit* search_;
    QLabel* found_;
    QToolButton* fit_;
    QToolButton* save_;
    QTimer searchSoon_;
};

}  // namespace ncf
