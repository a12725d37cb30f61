#include "base/random.h"
#include "base/text.h"
#include "data/demo_data.h"

#include <QFile>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Row {
    std::string user;
    int film = 0;  // 0-based
    int stars = 0;
    std::int64_t time = 0;
};

struct FilmRow {
    std::string title;
    int year = 0;
    std::vector<std::string> genres;
};

std::vector<std::vector<std::string>> tableRows(std::string_view csv) {
    std::vector<std::vector<std::string>> rows;
    for (const std::string_view line : ncf::splitText(csv, "\n")) {
        if (line.empty()) {
            continue;
        }
        std::vector<std::string> fields;
        for (const std::string_view field : ncf::splitText(line, ",")) {
            fields.emplace_back(field);
        }
        rows.push_back(std::move(fields));
    }
    rows.erase(rows.begin());  // the header
    return rows;
}

struct Tables {
    std::vector<Row> ratings;  // in file order
    std::vector<FilmRow> films;
    std::map<std::string, std::vector<Row>> byUser;  // in order of time
};

Tables readTables(const ncf::DemoData& data) {
    Tables tables;
    for (const auto& fields : tableRows(data.titlesCsv)) {
        FilmRow film{fields.at(1), std::stoi(fields.at(2)), {}};
        for (const std::string_view genre : ncf::splitText(fields.at(3), "|")) {
            film.genres.emplace_back(genre);
        }
        tables.films.push_back(std::move(film));
    }
    for (const auto& fields : tableRows(data.ratingsCsv)) {
        const Row row{fields.at(0), std::stoi(fields.at(1).substr(1)) - 1, std::stoi(fields.at(2)),
                      std::stoll(fields.at(3))};
        tables.ratings.push_back(row);
        tables.byUser[row.user].push_back(row);
    }
    for (auto& [user, rows] : tables.byUser) {
        std::sort(rows.begin(), rows.end(),
                  [](const Row& a, const Row& b) { return a.time < b.time; });
    }
    return tables;
}

// HR@10 of the last film of each user among 99 films that the user has not rated, by popularity and
// by the cosine similarity to the user's other films.
struct HitRates {
    double popularity = 0;
    double neighbours = 0;
};

HitRates leaveOneOut(const Tables& tables) {
    const std::size_t films = tables.films.size();
    std::vector<double> count(films);
    std::vector<std::vector<double>> together(films, std::vector<double>(films));
    for (const auto& [user, rows] : tables.byUser) {
        for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
            ++count[static_cast<std::size_t>(rows[i].film)];
            for (std::size_t j = 0; j + 1 < rows.size(); ++j) {
                ++together[static_cast<std::size_t>(rows[i].film)]
                          [static_cast<std::size_t>(rows[j].film)];
            }
        }
    }
    ncf::Random random(7);
    HitRates hits;
    for (const auto& [user, rows] : tables.byUser) {
        std::set<int> rated;
        for (const Row& row : rows) {
            rated.insert(row.film);
        }
        std::set<int> candidates;
        while (candidates.size() < 99) {
            const int film = static_cast<int>(random.below(static_cast<std::uint32_t>(films)));
            if (!rated.contains(film)) {
                candidates.insert(film);
            }
        }
        const auto similarity = [&](int film) {
            const auto f = static_cast<std::size_t>(film);
            double sum = 0;
            for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
                const auto g = static_cast<std::size_t>(rows[i].film);
                sum += together[f][g] / std::sqrt((count[f] + 1) * (count[g] + 1));
            }
            return sum;
        };
        const int test = rows.back().film;
        int byCount = 0;
        int bySimilarity = 0;
        for (const int film : candidates) {
            byCount +=
                count[static_cast<std::size_t>(film)] >= count[static_cast<std::size_t>(test)];
            bySimilarity += similarity(film) >= similarity(test);
        }
        hits.popularity += byCount < 10;
        hits.neighbours += bySimilarity < 10;
    }
    const auto users = static_cast<double>(tables.byUser.size());
    return {hits.popularity / users, hits.neighbours / users};
}

// How often each genre occurs among these films, as shares.
std::map<std::string, double> genreShares(const Tables& tables, const std::vector<Row>& rows) {
    std::map<std::string, double> shares;
    double total = 0;
    for (const Row& row : rows) {
        for (const std::string& genre : tables.films[static_cast<std::size_t>(row.film)].genres) {
            ++shares[genre];
            ++total;
        }
    }
    for (auto& [genre, share] : shares) {
        share /= total;
    }
    return shares;
}

double overlap(const std::map<std::string, double>& a, const std::map<std::string, double>& b) {
    double sum = 0;
    for (const auto& [genre, share] : a) {
        const auto other = b.find(genre);
        sum += other == b.end() ? 0 : std::min(share, other->second);
    }
    return sum;
}

int yearOf(std::int64_t time) {
    return QDateTime::fromSecsSinceEpoch(time, Qt::UTC).date().year();
}

}  // namespace

class TestDemoData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void shippedFilesAreTheGenerators_data();
    void shippedFilesAreTheGenerators();
    void seedDecides();
    void filmsAreBelievable();
    void ratingsAreWellFormed();
    void everyUserHasEnough();
    void usersOfTheRunScriptExist();
    void popularityIsSkewed();
    void neighboursBeatPopularity();
    void tasteIsPersonalAndStable();
    void peopleRateTheirGenresHigher();
    void oddSizes_data();
    void oddSizes();

private:
    ncf::DemoData data_;
    Tables tables_;
};

void TestDemoData::initTestCase() {
    data_ = ncf::generateDemoData();
    tables_ = readTables(data_);
}

void TestDemoData::shippedFilesAreTheGenerators_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("ratings") << "ratings.csv";
    QTest::newRow("titles") << "titles.csv";
}

void TestDemoData::shippedFilesAreTheGenerators() {
    QFETCH(QString, name);
    QFile file(QStringLiteral(NCF_SOURCE_DIR "/resources/demo/") + name);
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    const std::string shipped = file.readAll().toStdString();
    QVERIFY2(shipped == (name == "ratings.csv" ? data_.ratingsCsv : data_.titlesCsv),
             "The shipped file differs: run make_demo_data.");
}

void TestDemoData::seedDecides() {
    ncf::DemoDataOptions options;
    options.users = 30;
    options.ratings = 900;
    const ncf::DemoData first = ncf::generateDemoData(options);
    const ncf::DemoData again = ncf::generateDemoData(options);
    QCOMPARE(again.ratingsCsv, first.ratingsCsv);
    QCOMPARE(again.titlesCsv, first.titlesCsv);
    ++options.seed;
    const ncf::DemoData other = ncf::generateDemoData(options);
    QVERIFY(other.ratingsCsv != first.ratingsCsv);
    QVERIFY(other.titlesCsv != first.titlesCsv);
}

void TestDemoData::filmsAreBelievable() {
    QCOMPARE(tables_.films.size(), std::size_t{800});
    std::set<std::string> titles;
    std::set<std::string> genres;
    int multiple = 0;
    for (const FilmRow& film : tables_.films) {
        QVERIFY2(titles.insert(film.title).second, film.title.c_str());
        QVERIFY(film.year >= 1948 && film.year <= 2024);
        QVERIFY(!film.genres.empty() && film.genres.size() <= 3);
        QCOMPARE(std::set<std::string>(film.genres.begin(), film.genres.end()).size(),
                 film.genres.size());
        genres.insert(film.genres.begin(), film.genres.end());
        multiple += film.genres.size() > 1;
    }
    QCOMPARE(genres.size(), std::size_t{14});
    QVERIFY(multiple > 300 && multiple < 700);
}

void TestDemoData::ratingsAreWellFormed() {
    QVERIFY(tables_.ratings.size() >= 60000 && tables_.ratings.size() <= 100000);
    std::set<std::pair<std::string, int>> pairs;
    std::vector<int> perStar(6);
    std::int64_t previous = 0;
    for (const Row& row : tables_.ratings) {
        QVERIFY(row.stars >= 1 && row.stars <= 5);
        QVERIFY(row.film >= 0 && row.film < 800);
        QVERIFY2(pairs.emplace(row.user, row.film).second, row.user.c_str());
        const int year = yearOf(row.time);
        QVERIFY(year >= 2015 && year <= 2024);
        QVERIFY(year >= tables_.films[static_cast<std::size_t>(row.film)].year);
        QVERIFY(row.time >= previous);
        previous = row.time;
        ++perStar[static_cast<std::size_t>(row.stars)];
    }
    for (int stars = 1; stars <= 5; ++stars) {
        QVERIFY2(perStar[static_cast<std::size_t>(stars)] > 1000, std::to_string(stars).c_str());
    }
}

void TestDemoData::everyUserHasEnough() {
    QCOMPARE(tables_.byUser.size(), std::size_t{1000});
    for (const auto& [user, rows] : tables_.byUser) {
        QVERIFY2(rows.size() >= 20, user.c_str());
        for (std::size_t i = 1; i < rows.size(); ++i) {
            QVERIFY2(rows[i].time > rows[i - 1].time, user.c_str());
        }
    }
}

// app/run.sh shows recommendations to three of the users by name.
void TestDemoData::usersOfTheRunScriptExist() {
    QFile script(QStringLiteral(NCF_SOURCE_DIR "/app/run.sh"));
    QVERIFY2(script.open(QIODevice::ReadOnly), qPrintable(script.errorString()));
    static const QRegularExpression id(QStringLiteral("\\b[a-z]+-\\d{4}\\b"));
    QRegularExpressionMatchIterator matches = id.globalMatch(QString::fromUtf8(script.readAll()));
    QVERIFY(matches.hasNext());
    while (matches.hasNext()) {
        const QString user = matches.next().captured();
        QVERIFY2(tables_.byUser.contains(user.toStdString()), qPrintable(user));
    }
}

void TestDemoData::popularityIsSkewed() {
    std::vector<int> counts(tables_.films.size());
    for (const Row& row : tables_.ratings) {
        ++counts[static_cast<std::size_t>(row.film)];
    }
    std::sort(counts.rbegin(), counts.rend());
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    const double topTenth = std::accumulate(counts.begin(), counts.begin() + 80, 0.0) / all;
    const double lowerHalf = std::accumulate(counts.begin() + 400, counts.end(), 0.0) / all;
    QVERIFY2(topTenth > 0.3 && topTenth < 0.6, std::to_string(topTenth).c_str());
    QVERIFY2(lowerHalf < 0.25, std::to_string(lowerHalf).c_str());
    QVERIFY(counts.back() > 0);
}

void TestDemoData::neighboursBeatPopularity() {
    const HitRates hits = leaveOneOut(tables_);
    qInfo("HR@10: popularity %.3f, neighbours %.3f", hits.popularity, hits.neighbours);
    QVERIFY(hits.popularity > 0.2 && hits.popularity < 0.5);
    QVERIFY(hits.neighbours > hits.popularity + 0.2);
}

void TestDemoData::tasteIsPersonalAndStable() {
    std::vector<std::map<std::string, double>> early;
    std::vector<std::map<std::string, double>> late;
    for (const auto& [user, rows] : tables_.byUser) {
        const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
        early.push_back(genreShares(tables_, {rows.begin(), middle}));
        late.push_back(genreShares(tables_, {middle, rows.end()}));
    }
    double own = 0;
    double others = 0;
    for (std::size_t i = 0; i < early.size(); ++i) {
        own += overlap(early[i], late[i]);
        others += overlap(early[i], late[(i + 1) % late.size()]);
    }
    const auto users = static_cast<double>(early.size());
    qInfo("Overlap of genres: with oneself %.3f, with another %.3f", own / users, others / users);
    QVERIFY(own / users > others / users + 0.2);
}

void TestDemoData::peopleRateTheirGenresHigher() {
    double favourite = 0;
    double rest = 0;
    for (const auto& [user, rows] : tables_.byUser) {
        const auto shares = genreShares(tables_, rows);
        const std::string best =
            std::max_element(shares.begin(), shares.end(), [](const auto& a, const auto& b) {
                return a.second < b.second;
            })->first;
        double sums[2] = {0, 0};
        double counts[2] = {0, 0};
        for (const Row& row : rows) {
            const auto& genres = tables_.films[static_cast<std::size_t>(row.film)].genres;
            const bool other = std::find(genres.begin(), genres.end(), best) == genres.end();
            sums[other] += row.stars;
            ++counts[other];
        }
        favourite += sums[0] / counts[0];
        rest += counts[1] > 0 ? sums[1] / counts[1] : sums[0] / counts[0];
    }
    QVERIFY(favourite > rest + 0.2 * static_cast<double>(tables_.byUser.size()));
}

void TestDemoData::oddSizes_data() {
    QTest::addColumn<int>("users");
    QTest::addColumn<int>("films");
    QTest::addColumn<int>("ratings");
    QTest::addColumn<int>("expected");  // exactly so many; −1: any number
    QTest::newRow("nothing") << 0 << 0 << 0 << 0;
    QTest::newRow("no users") << 0 << 50 << 1000 << 0;
    QTest::newRow("no films") << 5 << 0 << 1000 << 0;
    QTest::newRow("fewer ratings than 20 a user") << 10 << 200 << 1 << 200;
    QTest::newRow("more ratings than pairs") << 3 << 100 << 100000 << 150;
    QTest::newRow("more films than titles") << 2 << 20000 << 100 << -1;
}

void TestDemoData::oddSizes() {
    QFETCH(int, users);
    QFETCH(int, films);
    QFETCH(int, ratings);
    QFETCH(int, expected);
    ncf::DemoDataOptions options;
    options.users = users;
    options.films = films;
    options.ratings = ratings;
    const Tables tables = readTables(ncf::generateDemoData(options));
    QCOMPARE(tables.films.size(), static_cast<std::size_t>(films));
    if (expected >= 0) {
        QCOMPARE(tables.ratings.size(), static_cast<std::size_t>(expected));
    }
    std::set<std::string> titles;
    for (const FilmRow& film : tables.films) {
        titles.insert(film.title);
    }
    QCOMPARE(titles.size(), tables.films.size());
}

QTEST_GUILESS_MAIN(TestDemoData)
#include "tst_demo_data.moc"
