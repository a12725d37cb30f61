#pragma once

#include "experiment/import.h"
#include "pages/role_bar.h"

#include <QWidget>

#include <filesystem>
#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace ncf {

class ElidedLabel;
class FormatFields;
class ImportFindings;
class PreviewModel;
class WarningPanel;

// The stage between choosing a ratings file and importing it: what the file looks like, how it was
// understood, everything about that which can be put right, and what importing it would find.
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
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    // What the background found of a file.
    struct Look {
        FileDetection guess;                          // of all that was not said
        FileDetection shown;                          // with what was said of the columns
        std::optional<std::filesystem::path> titles;  // beside it
    };

    QWidget* makePreview();
    QWidget* makeFiles();
    QWidget* makeButtons();
    void look(const std::filesystem::path& file, const ReadOptions& options,
              const RoleChoices& choices, bool another);
    void lookAgain();
    void takeLook(const std::filesystem::path& file, const Result<Look>& look, bool another);
    void showFile(const std::filesystem::path& file, const Look& look);
    void showLook(const Look& look);
    void chooseRole(int column, std::optional<ColumnRole> before, std::optional<ColumnRole> now);
    void confirmGuesses();
    void showQuestions();
    // Looks at the whole file in the background, if there is anything to look at.
    void check();
    void updateReason();
    static Result<Look> lookAt(const std::filesystem::path& file, const ReadOptions& options,
                               const RoleChoices& choices);

    std::filesystem::path file_;
    quint64 request_ = 0;    // answers to earlier looks are dropped
    bool looking_ = false;   // the boxes say what the table does not show yet
    bool readable_ = false;  // the table shows the file as the boxes say
    RoleChoices choices_;
    FileDetection guess_;
    FileDetection shown_;
    QString foundTitles_;  // that lie beside the file
    bool titlesChosen_ = false;
    PreviewModel* model_;
    ElidedLabel* headline_;
    FormatFields* fields_;
    WarningPanel* questions_;
    QLabel* notes_;
    QTableView* table_;
    RoleBar* roles_;
    QLineEdit* titles_;
    QLineEdit* project_;
    QComboBox* existing_;
    ImportFindings* findings_;
    QLabel* summary_;
    QLabel* reason_;
    QPushButton* import_;
};

}  // namespace ncf
