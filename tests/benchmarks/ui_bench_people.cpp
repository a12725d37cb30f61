#include "ui_bench_people.h"

#include "base/random.h"
#include "main_window.h"
#include "models/users_model.h"
#include "report.h"
#include "session/event_loop_watch.h"
#include "store/project.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace ncf::bench {

namespace {

constexpr int kItems = 20'000;
constexpr int kPerUser = 8;    // interactions
constexpr int kListed = 2000;  // users with a stored list, by index
constexpr int kListLength = 20;
constexpr int kRounds = 5;
constexpr int kUsersLookedAt = 40;
constexpr int kSettle = 30;       // milliseconds between two measurements
constexpr int kLongest = 60'000;  // milliseconds to wait for anything

template <class T>
T valueOf(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().message());
    }
    return std::move(*result);
}

void check(const Status& status) {
    if (!status) {
        throw std::runtime_error(status.error().message());
    }
}

std::string userId(int user) {
    const auto digits = std::to_string(user);
    return "user-" + std::string(7 - digits.size(), '0') + digits;
}

Dataset makeData(int users) {
    Random random(11);
    IdMap userIds;
    IdMap itemIds;
    for (int user = 0; user < users; ++user) {
        userIds.insert(userId(user));
    }
    for (int item = 0; item < kItems; ++item) {
        itemIds.insert(std::to_string(item));
    }
    std::vector<Interaction> rows;
    for (int user = 0; user < users; ++user) {
        for (int i = 0; i < kPerUser; ++i) {
            // Low indices are the popular ones.
            const auto item = std::min(random.below(kItems),
                                       std::min(random.below(kItems), random.below(kItems)));
            rows.push_back({user, static_cast<ItemIndex>(item), 1.0f + 0.5f * (i % 9), 1000 + i});
        }
    }
    return {std::move(userIds), std::move(itemIds), std::move(rows), {true, true}};
}

void makeProject(const std::filesystem::path& file, int users) {
    auto project = valueOf(Project::create(file));
    ItemCatalogue catalogue;
    for (int item = 0; item < kItems; ++item) {
        catalogue.items.push_back(
            {"Title number " + std::to_string(item) + " (1999)", 1999, "Drama|Comedy", {}});
    }
    DatasetInfo info;
    info.source = "generated.csv";
    info.report = "{}";
    check(project.saveDataset(makeData(users), catalogue, info));
    RunRecord run;
    run.name = "generated";
    run.config = "{}";
    run.id = valueOf(project.beginRun(run));
    check(project.saveRecommendations(run.id, [&](const Project::RecommendationSink& sink) {
        for (int user = 0; user < std::min(users, kListed); ++user) {
            UserTopN list{user, {}};
            for (int i = 0; i < kListLength; ++i) {
                list.items.push_back({(user * 31 + i * 7) % kItems, 1.0f - 0.04f * i});
            }
            if (auto status = sink({&list, 1}); !status) {
                return status;
            }
        }
        return Status();
    }));
    run.status = RunStatus::Finished;
    check(project.finishRun(run));
}

template <class T>
T* named(QWidget& root, const char* name) {
    for (auto* const widget : root.findChildren<T*>()) {
        if (widget->accessibleName() == QLatin1String(name)) {
            return widget;
        }
    }
    throw std::runtime_error(std::string("No widget is named “") + name + "”.");
}

// Tells when a table was painted with rows in it, other ones than before if they are expected.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(QTableView* table) : table_(table) {
        table->viewport()->installEventFilter(this);
        connect(table->model(), &QAbstractItemModel::modelReset, this, [this] { others_ = true; });
        connect(table->model(), &QAbstractItemModel::rowsInserted, this,
                [this] { others_ = true; });
    }
    void expectOthers() { others_ = painted_ = false; }
    bool painted() const { return painted_; }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint && others_ && table_->model()->rowCount() > 0) {
            painted_ = true;
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QTableView* table_;
    bool others_ = true;
    bool painted_ = false;
};

double millisecondsUntil(const std::function<bool()>& done, const std::function<void()>& act) {
    QElapsedTimer timer;
    timer.start();
    act();
    while (!done()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (timer.elapsed() > kLongest) {
            throw std::runtime_error("The window does not answer.");
        }
    }
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

struct Times {
    std::vector<double> waits;   // from the action to what it asked for being painted
    std::vector<double> work;    // of which the GUI thread's own processor time
    std::vector<double> stalls;  // the event loop's longest, by round
};

void measure(Times& times, const std::function<bool()>& done, const std::function<void()>& act) {
    const double before = threadSeconds();
    times.waits.push_back(millisecondsUntil(done, act));
    times.work.push_back(1e3 * (threadSeconds() - before));
    QTest::qWait(kSettle);
}

// What `work` measures, and the longest stall of all of it.
void watched(Times& times, const std::function<void()>& work) {
    QTest::qWait(kSettle);
    const EventLoopWatch watch;
    work();
    times.stalls.push_back(watch.longestMilliseconds());
}

struct Browsing {
    Times opening, next, key;
};

// `typed`: into the search, letter by letter.
void browse(const std::filesystem::path& file, const std::string& typed, Browsing& times) {
    auto& [opening, next, key] = times;
    MainWindow window;
    window.resize(1240, 820);
    window.show();
    window.openFile(file);
    auto* const list = named<QTableView>(window, "What the model recommends");
    if (!QTest::qWaitForWindowExposed(&window) ||
        !QTest::qWaitFor([&] { return list->model()->rowCount() > 0; }, kLongest)) {
        throw std::runtime_error("The project does not open.");
    }
    PaintWatch listPainted(list);
    watched(opening, [&] {
        measure(
            opening, [&] { return listPainted.painted(); },
            [&] { QTest::keyClick(&window, Qt::Key_4, Qt::ControlModifier); });
    });
    auto* const button = named<QPushButton>(window, "Next user");
    watched(next, [&] {
        for (int i = 0; i < kUsersLookedAt; ++i) {
            listPainted.expectOthers();
            measure(
                next, [&] { return listPainted.painted(); },
                [&] { QTest::mouseClick(button, Qt::LeftButton); });
        }
    });
    auto* const search = named<QLineEdit>(window, "Find a user by the start of the id");
    PaintWatch usersPainted(named<QTableView>(window, "Users"));
    search->setFocus();
    watched(key, [&] {
        for (const char letter : typed) {
            usersPainted.expectOthers();
            measure(
                key, [&] { return usersPainted.painted(); },
                [&] { QTest::keyClick(search, letter); });
        }
    });
}

}  // namespace

namespace {

void report(Report& report, const std::filesystem::path& file, const std::string& size,
            const std::string& typed) {
    report.begin(
        "Browsing recommendations",
        "From the action to what it asked for being painted, the GUI thread's processor time "
        "of it, and the event loop's longest stall in a round, with " +
            size + "; milliseconds.",
        {"what", "median", "slowest", "GUI thread (median)", "GUI thread (most)", "stall (median)",
         "stall (longest)"});
    const auto row = [&report](const std::string& what, const Times& times) {
        const auto most = [](const std::vector<double>& values) {
            return *std::max_element(values.begin(), values.end());
        };
        report.row({what, median(times.waits), most(times.waits), median(times.work),
                    most(times.work), median(times.stalls), most(times.stalls)});
    };

    Browsing times;
    for (int round = 0; round < kRounds; ++round) {
        browse(file, typed, times);
    }
    row("opening the page: to the first list", times.opening);
    row("next user: click to the list", times.next);
    row("a keystroke in the search: to the users found", times.key);
}

std::string sizeText(std::size_t users, std::size_t items) {
    return std::to_string(users) + " users and " + std::to_string(items) + " items";
}

}  // namespace

void benchPeople(Report& table, int users) {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("people.ncf").toStdString();
    makeProject(file, users);
    report(table, file, sizeText(static_cast<std::size_t>(users), kItems), userId(0).substr(0, 10));
}

void benchPeople(Report& table, const std::filesystem::path& project) {
    const auto opened = valueOf(Project::open(project));
    const auto info = valueOf(opened.datasetInfo());
    const auto users = valueOf(opened.users("", "", kUsersLookedAt));
    if (!info || users.empty()) {
        throw std::runtime_error("The project has no users.");
    }
    report(table, project, sizeText(info->users, info->items), users.back().id);
}

}  // namespace ncf::bench
