#pragma once

#include "models/filtered_list.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace ncf {

// Chooses which items of the lists are shown: by a part of the title, a genre, and how popular they
// are.
class ListFilterBar : public QWidget {
    Q_OBJECT

public:
    explicit ListFilterBar(QWidget* parent = nullptr);

    // The genres to choose from; the chosen one stays, whether it is among them or not.
    void setGenres(QStringList genres);
    // How many items the data has: what “the most popular” are shares of.
    void setItems(std::size_t items);
    void setGenresShown(bool shown);
    const ListFilter& filter() const { return filter_; }
    void clear();

Q_SIGNALS:
    void changed();

private:
    void read();

    QLineEdit* text_;
    QComboBox* genre_;
    QComboBox* popularity_;
    ListFilter filter_;
};

}  // namespace ncf
