// Measures what the window costs: how long a redraw of a training's charts takes, how long browsing
// recommendations takes to answer, how long the event loop is ever held up while a training runs at
// full speed, and what the visible window takes from that training. Runs on any platform plugin of
// Qt's; without a display: QT_QPA_PLATFORM=offscreen.

#include "charts/line_chart.h"
#include "experiment/import.h"
#include "experiment/presets.h"
#include "experiment/run_experiment.h"
#include "main_window.h"
#include "pages/run_curves.h"
#include "report.h"
#include "resources/resources.h"
#include "session/event_loop_watch.h"
#include "session/training_run.h"
#include "theme/theme.h"
#include "ui_bench_people.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QChartView>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSlider>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <stdexcept>

using namespace ncf;
using namespace ncf::bench;

namespace {

constexpr int kPoints = 200'000;
constexpr int kEpochs = 40;
constexpr int kPause = 110;  // milliseconds after which a chart draws new data at once

struct Settings {
    std::filesystem::path data;
    int rounds = 5;         // pairs of trainings
    int redraws = 100;      // of each kind
    int epochs = 8;         // of a training
    int themes = 10;        // changes of the theme
    int users = 1'000'000;  // to browse
    std::filesystem::path project;
};

class PaintCounter : public QObject {
public:
    explicit PaintCounter(QWidget& charts) {
        for (auto* const view : charts.findChildren<QChartView*>()) {
            view->viewport()->installEventFilter(this);
        }
    }
    int count() const { return count_; }
    bool eventFilter(QObject*, QEvent* event) override {
        count_ += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }

private:
    int count_ = 0;
};

std::vector<LossPoint> noisyLoss(int from, int count) {
    std::vector<LossPoint> points;
    for (int i = from; i < from + count; ++i) {
        const double epoch = static_cast<double>(i) * kEpochs / kPoints;
        const double noise = static_cast<double>((i * 7919LL) % 1009) / 1009 - 0.5;
        points.push_back({static_cast<float>(epoch),
                          static_cast<float>(0.2 + 0.5 * std::exp(-epoch) + 0.1 * noise)});
    }
    return points;
}

std::vector<EpochRecord> someEpochs(double level) {
    std::vector<EpochRecord> epochs;
    for (int i = 1; i <= kEpochs; ++i) {
        EpochRecord epoch;
        epoch.epoch = i;
        epoch.trainLoss = 0.2 + level / i;
        epoch.validation.loss = 0.25 + level / i;
        epoch.validation.hitRate = 0.7 - level / i;
        epoch.validation.ndcg = 0.4 - level / i;
        epochs.push_back(epoch);
    }
    return epochs;
}

// Milliseconds from before each change until `paints` charts are painted.
std::vector<double> redrawTimes(PaintCounter& painted, int times, int paints,
                                const std::function<void(int)>& change) {
    std::vector<double> result;
    for (int i = 0; i < times; ++i) {
        QTest::qWait(kPause);
        const int before = painted.count();
        QElapsedTimer timer;
        timer.start();
        change(i);
        while (painted.count() < before + paints) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        result.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return result;
}

void benchRedraws(Report& report, const Settings& settings) {
    RunCurves curves;
    curves.resize(780, 620);
    curves.show();
    curves.begin(false, 10);
    curves.addLoss(noisyLoss(0, kPoints));
    curves.setEpochs(someEpochs(0.1), 30, 0.4);
    GhostRuns ghosts;
    for (std::size_t i = 0; i < kMostGhosts; ++i) {
        ghosts[i] = GhostRun{static_cast<std::int64_t>(i) + 1, QStringLiteral("run %1").arg(i), 10,
                             someEpochs(0.2 + 0.1 * static_cast<double>(i))};
    }
    curves.setGhosts(ghosts);
    if (!QTest::qWaitForWindowExposed(&curves)) {
        throw std::runtime_error("The charts' window does not appear.");
    }
    QTest::qWait(200);
    PaintCounter painted(curves);
    report.begin("Redrawing",
                 "From a change to the painted charts, with " + std::to_string(kPoints) +
                     " points of loss, each smoothed, and three earlier runs; milliseconds.",
                 {"what", "median", "slowest"});
    const auto row = [&](const std::string& what, int paints,
                         const std::function<void(int)>& change) {
        const auto times = redrawTimes(painted, settings.redraws, paints, change);
        report.row({what, median(times), *std::max_element(times.begin(), times.end())});
    };
    int next = kPoints;
    row("more loss (a tick)", 1, [&](int) {
        curves.addLoss(noisyLoss(next, 20));
        next += 20;
    });
    row("more loss and an epoch, both charts", 2, [&](int i) {
        curves.addLoss(noisyLoss(next, 20));
        next += 20;
        curves.setEpochs(someEpochs(0.1 + 0.001 * i), 30, 0.4);
    });
    row("smoothing slider moved", 1, [&](int i) { curves.smoothing()->setValue(10 + i % 40); });
    auto* const view = curves.lossChart()->findChild<QChartView*>();
    for (int i = 0; i < 6; ++i) {
        QTest::keyClick(view, Qt::Key_Plus);
    }
    row("zoomed, moved to the side", 1,
        [&](int i) { QTest::keyClick(view, i % 10 < 5 ? Qt::Key_Left : Qt::Key_Right); });
    row("zoomed, more loss", 1, [&](int) {
        curves.addLoss(noisyLoss(next, 20));
        next += 20;
    });
}

void benchTheme(Report& report, const Settings& settings) {
    MainWindow window;
    window.resize(1280, 820);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window)) {
        throw std::runtime_error("The window does not appear.");
    }
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QTest::qWait(500);
    report.begin("Switching the theme",
                 "How long the event loop is held up by a change between light and dark, with the "
                 "page Experiment in front; milliseconds.",
                 {"median", "slowest"});
    std::vector<double> times;
    for (int i = 0; i < settings.themes; ++i) {
        const EventLoopWatch watch;
        Theme::apply(*qApp, i % 2 == 0 ? Theme::Mode::Dark : Theme::Mode::Light);
        QTest::qWait(kPause);
        times.push_back(watch.longestMilliseconds());
    }
    report.row({median(times), *std::max_element(times.begin(), times.end())});
}

double rateOf(const RunSnapshot& snapshot) {
    std::vector<double> rates;
    for (const auto& epoch : snapshot.epochRecords) {
        rates.push_back(epoch.samplesPerSecond);
    }
    if (rates.empty()) {
        throw std::runtime_error("The training did not finish an epoch.");
    }
    return median(rates);
}

struct Watched {
    double rate;
    double guiPercent;    // of one core that the GUI thread takes
    double longestStall;  // milliseconds
};

Watched trainWithWindow(const std::filesystem::path& project, const ExperimentConfig& config) {
    MainWindow window;
    window.resize(1280, 820);
    window.show();
    window.openFile(project);
    auto* const training = window.findChild<TrainingRun*>();
    if (!QTest::qWaitForWindowExposed(&window) ||
        !QTest::qWaitFor([&] { return !window.windowTitle().isEmpty(); })) {
        throw std::runtime_error("The window does not appear.");
    }
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QTest::qWait(500);
    training->start(project, config, QStringLiteral("with the window"));
    const EventLoopWatch watch;
    QEventLoop loop;
    QObject::connect(training, &TrainingRun::finished, &loop, &QEventLoop::quit);
    QObject::connect(training, &TrainingRun::failed, &loop, &QEventLoop::quit);
    const double before = threadSeconds();
    const double seconds = secondsOf([&] { loop.exec(); });
    return {rateOf(training->snapshot()), 100 * (threadSeconds() - before) / seconds,
            watch.longestMilliseconds()};
}

double trainWithoutWindow(const std::filesystem::path& project, const ExperimentConfig& config) {
    RunControl control;
    RunMonitor monitor;
    if (const auto run = runExperiment(project, config, "without a window", control, monitor);
        !run) {
        throw std::runtime_error(run.error().message());
    }
    return rateOf(monitor.snapshot());
}

void benchTraining(Report& report, const Settings& settings) {
    QTemporaryDir folder;
    const std::filesystem::path project = folder.filePath("bench.ncf").toStdString();
    const auto imported = importRatings(settings.data, project, {});
    if (!imported) {
        throw std::runtime_error(imported.error().message());
    }
    ExperimentConfig config;
    for (const auto& preset : presets()) {
        config = preset.key == "neumf-8" ? preset.config : config;
    }
    config.training.epochs = settings.epochs;
    config.training.patience = 0;
    report.begin("Training in a visible window",
                 "The same training with the window and without, in turn, on " +
                     settings.data.filename().string() + ".",
                 {"pair", "samples/s with", "samples/s without", "ratio",
                  "GUI thread (% of a core)", "longest stall (ms)"});
    std::vector<double> ratios;
    std::vector<double> stalls;
    for (int round = 0; round < settings.rounds; ++round) {
        const auto with = trainWithWindow(project, config);
        const double without = trainWithoutWindow(project, config);
        ratios.push_back(with.rate / without);
        stalls.push_back(with.longestStall);
        report.row({std::to_string(round + 1), with.rate, without, ratios.back(), with.guiPercent,
                    stalls.back()});
    }
    report.row({"median, longest of all", nullptr, nullptr, median(ratios), nullptr,
                *std::max_element(stalls.begin(), stalls.end())});
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("ncf-bench"));
    initResources();
    Theme::apply(application, Theme::Mode::Light);

    CLI::App app("Benchmarks of NCF Studio's window");
    Settings settings;
    settings.data = NCF_SOURCE_DIR "/resources/demo/ratings.csv";
    std::filesystem::path json;
    app.add_option("--data", settings.data, "Ratings to train on")->capture_default_str();
    app.add_option("--rounds", settings.rounds, "Pairs of trainings with and without the window")
        ->capture_default_str()
        ->check(CLI::Range(0, 1000));
    app.add_option("--redraws", settings.redraws,
                   "Redraws of each kind, of which the median counts")
        ->capture_default_str()
        ->check(CLI::Range(0, 100000));
    app.add_option("--themes", settings.themes, "Changes between the light and the dark theme")
        ->capture_default_str()
        ->check(CLI::Range(0, 1000));
    app.add_option("--epochs", settings.epochs, "Length of a training")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    app.add_option("--users", settings.users,
                   "Users of the project that is browsed; 0 browses none")
        ->capture_default_str()
        ->check(CLI::Range(0, 9'999'999));
    app.add_option("--project", settings.project, "Browses this project, too")
        ->check(CLI::ExistingFile);
    app.add_option("--json", json, "Also write the tables to this file");
    CLI11_PARSE(app, argc, argv);
    try {
        Report report;
        std::printf("Qt %s on %s\n", qVersion(), qPrintable(QGuiApplication::platformName()));
        if (settings.redraws > 0) {
            benchRedraws(report, settings);
        }
        if (settings.themes > 0) {
            benchTheme(report, settings);
        }
        if (settings.users > 0) {
            benchPeople(report, settings.users);
        }
        if (!settings.project.empty()) {
            benchPeople(report, settings.project);
        }
        if (settings.rounds > 0) {
            benchTraining(report, settings);
        }
        if (!json.empty()) {
            std::ofstream(json) << report.json().dump(2) << '\n';
        }
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
