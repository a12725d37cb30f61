#pragma once

#include "experiment/import.h"
#include "experiment/run_experiment.h"
#include "recommendations/what_if_view.h"
#include "session/session.h"
#include "support/named_widget.h"
#include "support/small_project.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

namespace ncf::test {

inline constexpr auto kNewPersonList = "What the run would recommend";
inline constexpr auto kTicks = "The user's items, ticked where they count";
inline constexpr int kHistory = 3;  // of a user, in the training part
inline constexpr int kEpochs = 40;  // until the scores differ
// Of 30 items; what a test picked is less than 10.
inline constexpr int kListLength = 20;

// A project with that name in the folder: run 1 is a network's, run 2 a baseline's. Empty where it
// cannot be made.
inline std::filesystem::path whatIfProject(const QTemporaryDir& folder, const QString& name,
                                           const QByteArray& ratings) {
    const auto csv = writeFile(folder.filePath(name + ".csv"), ratings);
    const std::filesystem::path project = folder.filePath(name + ".ncf").toStdString();
    RunControl control;
    RunMonitor monitor;
    ExperimentConfig baseline = smallConfig();
    baseline.method = Method::Popularity;
    const bool made = importRatings(csv, project, {}) &&
                      runExperiment(project, smallConfig(kEpochs), "small", control, monitor) &&
                      runExperiment(project, baseline, "most popular", control, monitor);
    return made ? project : std::filesystem::path();
}

// A view of a project's run in a window, as the page has it.
struct Shown {
    explicit Shown(const std::filesystem::path& project, qint64 run = 1) {
        session.openProject(project);
        if (QTest::qWaitFor([this] { return session.hasProject(); })) {
            view.setRun(run);
            view.resize(1000, 700);
            view.show();
        }
    }

    QLineEdit* search() { return named<QLineEdit>(view, "Find an item by title or id"); }
    QListWidget* found() { return named<QListWidget>(view, "Items found"); }
    QTableView* list(const char* name = kNewPersonList) { return named<QTableView>(view, name); }
    int rows(const char* name = kNewPersonList) { return list(name)->model()->rowCount(); }
    void pick(int row) {
        const auto at = found()->visualItemRect(found()->item(row)).center();
        QTest::mouseClick(found()->viewport(), Qt::LeftButton, {}, at);
    }
    bool says(const QString& part) {
        for (auto* const label : view.findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(part)) {
                return true;
            }
        }
        return false;
    }
    QString copied() {
        named<QPushButton>(view, "Copy this question as an ncf command")->click();
        return QGuiApplication::clipboard()->text();
    }
    void chooseUser(const QString& id) {
        named<QRadioButton>(view, "An existing user without …")->click();
        auto* const field = named<QLineEdit>(view, "Id of the user");
        field->setText(id);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void tick(int row, Qt::CheckState state) {
        auto* const model = list(kTicks)->model();
        model->setData(model->index(row, 0), state, Qt::CheckStateRole);
    }

    Session session;
    WhatIfView view{&session};
};

inline QStringList column(const QTableView* table, int column) {
    QStringList texts;
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        texts << table->model()->index(row, column).data().toString();
    }
    return texts;
}

}  // namespace ncf::test
