#pragma once

#include "data/item_catalogue.h"
#include "data/ratings_reader.h"

#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QComboBox;
class QGridLayout;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace ncf {

// How a ratings file is written: shows what was found, and takes what a person knows better.
class FormatFields : public QWidget {
    Q_OBJECT

public:
    explicit FormatFields(QWidget* parent = nullptr);

    // Forgets what was chosen, for another file.
    void reset();
    // Shows how the file is read, of which `columns` are taken for ratings and times. Opens what is
    // folded away where it holds the answer to an open question.
    void show(const FileDetection& found, const RatingColumns& columns);
    // What a person chose, without the columns; the rest is left to be found.
    const ReadOptions& chosen() const { return chosen_; }
    // What a person chose of the file with titles.
    const TitlesOptions& titles() const { return titles_; }
    // Takes what is shown, and open, for chosen.
    void confirm();

Q_SIGNALS:
    void changed();

private:
    QComboBox* addBox(QGridLayout* grid, int row, int column, const QString& name);
    QLineEdit* addLine(QGridLayout* grid, int row, int column, const QString& name);
    void addField(QGridLayout* grid, int row, int column, const QString& name, QWidget* field);
    QWidget* makeUsual();
    QWidget* makeMore();
    void chooseSeparator();
    void chooseEncoding();
    void chooseLayout();
    void chooseSkipped(int lines);
    void chooseComment();
    void chooseUnrated();
    void addTitleColumn(QGridLayout* grid, int column, const QString& name,
                        std::string TitlesOptions::*chosen);
    void showTable(const TableFormat& format);

    ReadOptions chosen_;
    TitlesOptions titles_;
    QString shownSeparator_, shownEncoding_, shownUnrated_;
    std::optional<TimeFormat> openTimes_;  // shown, and another is as likely
    bool encodingOpen_ = false;
    QComboBox* separator_;
    QComboBox* header_;
    QComboBox* encoding_;
    QComboBox* repeated_;
    QToolButton* moreButton_;
    QWidget* more_;
    QComboBox* layout_;
    QSpinBox* skipped_;
    QLineEdit* comment_;
    QLineEdit* unrated_;
    QComboBox* numbers_;
    QComboBox* times_;
    std::vector<QLineEdit*> titleColumns_;
};

}  // namespace ncf
