#pragma once

#include "experiment/import.h"

#include <QWidget>

#include <filesystem>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace ncf {

class ElidedLabel;
class PreviewModel;

// The stage between choosing a ratings file and importing it: what the file looks like, how it was
// understood, and everything about that which can be put right.
class ImportForm : public QWidget {
    Q_OBJECT

public:
    explicit ImportForm(QWidget* parent = nullptr);

    // Reads the beginning of the file in the background. Ends in ready() or, with the form as it
    // was, in refused().
    void setFile(const std::filesystem::path& ratingsFile);

    const std::filesystem::path& ratingsFile() const { return file_; }
    std::filesystem::path projectFile() const;
    ImportOptions options() const;

Q_SIGNALS:
    void ready();
    void refused(const ncf::Error& error);
    void importRequested();
    // The project that would be made exists: the person chose to open it as it is.
    void openExistingRequested(const std::filesystem::path& project);
    void cancelled();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeFormatRow();
    QWidget* makeFilesRow();
    QWidget* makeButtons();
    void readPreview(const std::filesystem::path& file, const ReadOptions& options);
    void showFile(const std::filesystem::path& file);
    void showPreview(const FileDetection& preview);
    void changeFormat();
    void makeRoleBoxes(const RatingColumns& columns, std::size_t count);
    void placeRoleBoxesSoon();
    void placeRoleBoxes();
    RatingColumns chosenColumns() const;
    void updateReason();

    std::filesystem::path file_;
    quint64 request_ = 0;    // answers to earlier previews are dropped
    bool readable_ = false;  // the table shows the file as the boxes say
    PreviewModel* model_;
    ElidedLabel* headline_;
    QComboBox* separator_;
    QComboBox* header_;
    QComboBox* encoding_;
    QWidget* roles_;
    std::vector<QComboBox*> roleBoxes_;
    QTableView* table_;
    QLineEdit* titles_;
    QLineEdit* project_;
    QComboBox* existing_;
    QLabel* reason_;
    QPushButton* import_;
};

}  // namespace ncf
