#include "pages/import_findings.h"

#include "charts/background_save.h"
#include "experiment/rejected_file.h"
#include "models/rejected_rows_model.h"
#include "session/settings.h"
#include "theme/theme.h"
#include "widgets/list_table.h"
#include "widgets/warning_panel.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace ncf {

namespace {

constexpr int kRowsInView = 8;

QString number(std::uint64_t value) {
    return QLocale().toString(static_cast<qulonglong>(value));
}

QString counted(std::uint64_t count, const QString& one, const QString& many) {
    return (count == 1 ? one : many).arg(number(count));
}

QString asText(const std::string& text) {
    return QString::fromStdString(text);
}

// Of the rows that something is wrong with.
std::uint64_t troubled(const ReadReport& report) {
    return report.rejected + report.unreadRatings.count + report.unreadTimes.count;
}

// On the button that shows and hides that many rows.
QString showText(std::uint64_t count, bool shown) {
    if (shown) {
        return count == 1 ? ImportFindings::tr("Hide the row")
                          : ImportFindings::tr("Hide the %1 rows").arg(number(count));
    }
    return count == 1 ? ImportFindings::tr("Show the row…")
                      : ImportFindings::tr("Show the %1 rows…").arg(number(count));
}

QString figures(const ImportReport& report) {
    const auto& ratings = report.ratings;
    const auto tr = [](const char* text) { return ImportFindings::tr(text); };
    QString text = counted(ratings.rows, tr("%1 row, "), tr("%1 rows, ")) +
                   (ratings.rejected > 0 ? tr("%1 could not be used").arg(number(ratings.rejected))
                                         : tr("all of them usable")) +
                   counted(report.statistics.users, tr("; %1 user, "), tr("; %1 users, ")) +
                   counted(report.statistics.items, tr("%1 item"), tr("%1 items"));
    if (ratings.duplicates > 0) {
        text += counted(ratings.duplicates, tr("; %1 repeats a user and item"),
                        tr("; %1 repeat a user and item"));
    }
    if (report.titles) {
        text += counted(report.titles->matched, tr("; a title for %1 item"),
                        tr("; titles for %1 items"));
    }
    return text + QLatin1Char('.');
}

}  // namespace

ImportFindings::ImportFindings(QWidget* parent)
    : QWidget(parent), model_(new RejectedRowsModel(this)) {
    panel_ = new WarningPanel(tr("Before you import"));
    showRows_ = new QPushButton;
    showRows_->setAccessibleName(tr("Show the rows that could not be used"));
    showRows_->setCheckable(true);
    saveRows_ = new QPushButton(tr("Save them…"));
    saveRows_->setAccessibleName(tr("Save the rows that could not be used"));
    for (auto* const button : {showRows_, saveRows_}) {
        button->hide();
        panel_->actions()->addWidget(button);
    }
    rows_ = makeListTable(model_, tr("Rows that cannot be used"));
    rows_->horizontalHeader()->setStretchLastSection(true);
    rows_->setColumnWidth(0, 80);
    rows_->setColumnWidth(1, 300);
    rows_->setFixedHeight(kRowsInView * rows_->verticalHeader()->defaultSectionSize() +
                          rows_->horizontalHeader()->sizeHint().height() + 4);
    rows_->hide();
    saving_ = new BackgroundSave;
    connect(showRows_, &QPushButton::toggled, this, [this](bool shown) {
        rows_->setVisible(shown);
        if (report_) {
            showRows_->setText(showText(troubled(*report_), shown));
        }
        if (shown) {
            Q_EMIT rowsShown();
        }
    });
    connect(saveRows_, &QPushButton::clicked, this, &ImportFindings::chooseFileForRows);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(panel_);
    layout->addWidget(rows_);
    layout->addWidget(saving_);
    connect(&check_, &ImportCheck::progress, this, [this](double fraction) {
        Q_EMIT summaryChanged(
            tr("Checking the whole file… %1 %").arg(QLocale().toString(100 * fraction, 'f', 0)));
    });
    connect(&check_, &ImportCheck::finished, this,
            [this](const auto& findings) { show(*findings); });
    connect(&check_, &ImportCheck::failed, this, &ImportFindings::fail);
}

void ImportFindings::check(const std::filesystem::path& ratingsFile, const ImportOptions& options) {
    complete_ = false;
    Q_EMIT summaryChanged(tr("Checking the whole file…"));
    check_.start(ratingsFile, options);
}

void ImportFindings::stop() {
    check_.stop();
    Q_EMIT summaryChanged({});
}

void ImportFindings::clear() {
    complete_ = false;
    report_.reset();
    panel_->setLines({});
    showRows_->setChecked(false);
    model_->setRows({});
    saving_->hide();
    stop();
}

void ImportFindings::show(ImportCheck::Findings& findings) {
    complete_ = true;
    const auto& report = findings.report;
    QStringList lines;
    for (const auto& notice : report.ratings.notices) {
        lines << asText(notice);
    }
    for (const auto& alarm : report.alarms) {
        lines << asText(alarm.text);
    }
    const auto count = troubled(report.ratings);
    if (count > 0 && lines.isEmpty()) {
        const bool wholly = report.ratings.rejected == count;
        const auto rows = count == 1 ? tr("One row") : tr("%1 rows").arg(number(count));
        lines << (wholly ? tr("%1 could not be used.") : tr("%1 could not be used wholly."))
                     .arg(rows);
    }
    showRows_->setText(showText(count, showRows_->isChecked()));
    showRows_->setVisible(count > 0);
    saveRows_->setText(count == 1 ? tr("Save it…") : tr("Save them…"));
    saveRows_->setVisible(count > 0);
    if (count == 0) {
        showRows_->setChecked(false);
    }
    panel_->setLines(lines);
    Q_EMIT summaryChanged(figures(report));
    model_->setRows(std::move(findings.rows));
    report_ = std::make_shared<const ReadReport>(std::move(findings.report.ratings));
}

void ImportFindings::fail(const Error& error) {
    complete_ = true;
    report_.reset();
    showRows_->setChecked(false);
    showRows_->hide();
    saveRows_->hide();
    model_->setRows({});
    panel_->setLines({asText(error.what), asText(error.remedy)});
    Q_EMIT summaryChanged({});
}

void ImportFindings::chooseFileForRows() {
    const auto file = QFileDialog::getSaveFileName(
        this, tr("Save the rows that could not be used"),
        QDir(settings::lastFolder()).filePath(QStringLiteral("rejected.csv")),
        QStringLiteral("CSV (*.csv)"));
    if (!file.isEmpty()) {
        settings::setLastFolder(QFileInfo(file).path());
        saveRows(file);
    }
}

void ImportFindings::saveRows(const QString& file) {
    if (report_) {
        saving_->start(file, [file, report = report_] {
            return writeRejectedRows(file.toStdString(), *report);
        });
    }
}

}  // namespace ncf
