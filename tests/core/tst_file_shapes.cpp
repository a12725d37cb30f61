#include "base/random.h"
#include "data/ratings_reader.h"

#include <QDateTime>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

#include <fstream>
#include <functional>

using namespace ncf;

namespace {

struct Row {
    int user, item, rating;
    qint64 time;
};

// Forty users, thirty items, 300 different pairs in the order of time over some months.
const QList<Row>& rows() {
    static const QList<Row> made = [] {
        Random random(11);
        QList<Row> list;
        QSet<int> pairs;
        qint64 time = 1'500'000'000;
        while (list.size() < 300) {
            const int user = static_cast<int>(random.below(40));
            const int item = static_cast<int>(random.below(30));
            time += 40'000 + random.below(20'000);
            if (!pairs.contains(100 * user + item)) {
                pairs.insert(100 * user + item);
                list.push_back({user, item, 1 + static_cast<int>(random.below(5)), time});
            }
        }
        return list;
    }();
    return made;
}

QByteArray number(qint64 value) {
    return QByteArray::number(value);
}

QByteArray dated(qint64 time, const char* format) {
    return QLocale::c()
        .toString(QDateTime::fromSecsSinceEpoch(time, QTimeZone::utc()), QLatin1String(format))
        .toUtf8();
}

// A line for each row between `head` and the file's end.
QByteArray file(const QByteArray& head, const std::function<QByteArray(const Row&, int)>& line) {
    QByteArray text = head;
    int at = 0;
    for (const auto& row : rows()) {
        text += line(row, at++);
    }
    return text;
}

// "user,item,rating,<time>" with times written so.
QByteArray timed(const char* format) {
    return file("user,item,rating,when\n", [=](const Row& row, int) {
        return "u" + number(row.user) + ",i" + number(row.item) + "," + number(row.rating) + ",\"" +
               dated(row.time, format) + "\"\n";
    });
}

}  // namespace

// Files in the shapes that people have; all of them hold the same interactions.
class TestFileShapes : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    static void add(const char* name, const QByteArray& text, const char* roles,
                    const char* timeFormat = "", bool sure = true) {
        QTest::newRow(name) << text << QString(roles) << QString(timeFormat) << sure;
    }

private Q_SLOTS:
    void shapes_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("roles");
        QTest::addColumn<QString>("timeFormat");
        QTest::addColumn<bool>("sure");
        const auto ids = [](const Row& row) {
            return number(100 + row.user) + "," + number(500 + row.item);
        };
        add("the index of pandas",
            file(",userId,movieId,rating,timestamp\n",
                 [&](const Row& row, int at) {
                     return number(at) + "," + ids(row) + "," + number(row.rating) + "," +
                            number(row.time) + "\n";
                 }),
            "2 3 4 5", "seconds");
        add("row names of R",
            file("\"user\"\t\"item\"\t\"rating\"\n",
                 [](const Row& row, int at) {
                     return "\"" + number(at + 1) + "\"\t\"u" + number(row.user) + "\"\t\"i" +
                            number(row.item) + "\"\t" + number(row.rating) + "\n";
                 }),
            "2 3 4 -");
        add("a separator at the end",
            file("movieId,rating,userId,\n",
                 [](const Row& row, int) {
                     return "m" + number(row.item) + "," + number(row.rating) + ",p" +
                            number(row.user) + ",\n";
                 }),
            "3 1 2 -");
        add("separators at the rows' ends alone",
            file("user,item,rating\n",
                 [&](const Row& row, int) { return ids(row) + "," + number(row.rating) + ",\n"; }),
            "1 2 3 -");
        add("the separator said in a line",
            file("sep=;\r\nrating;item;user\r\n",
                 [](const Row& row, int) {
                     return number(row.rating) + ";i" + number(row.item) + ";u" + number(row.user) +
                            "\r\n";
                 }),
            "3 2 1 -");
        add("a title above",
            file("Exported on 2024-01-31\n\nuser,item,rating\n",
                 [&](const Row& row, int) { return ids(row) + "," + number(row.rating) + "\n"; }),
            "1 2 3 -");
        add("comments above",
            file("# Directed graph\n# Nodes: 70 Edges: 300\n# From\tTo\n",
                 [](const Row& row, int) {
                     return number(100 + row.user) + "\t" + number(500 + row.item) + "\n";
                 }),
            "1 2 - -");
        add("blanks",
            file("",
                 [](const Row& row, int) {
                     return " " + number(100 + row.user) + "  " + number(500 + row.item) + " " +
                            number(row.rating) + "\n";
                 }),
            "1 2 3 -");
        add("carriage returns alone",
            file("user,item,rating\r",
                 [&](const Row& row, int) { return ids(row) + "," + number(row.rating) + "\r"; }),
            "1 2 3 -");
        add("the header again",
            file("user,item\n",
                 [&](const Row& row, int at) {
                     return (at == 200 ? "user,item\n" : "") + ids(row) + "\n";
                 }),
            "1 2 - -");
        add("line ends in quotes",
            file("user_id,item_id,comment\n",
                 [&](const Row& row, int) {
                     return ids(row) + ",\"Nice,\nbut dear, \"\"really\"\"\"\n";
                 }),
            "1 2 - -");
        add("decimal commas",
            file("user;item;rating\n",
                 [](const Row& row, int) {
                     return "u" + number(row.user) + ";i" + number(row.item) + ";" +
                            number(row.rating) + ",5\n";
                 }),
            "1 2 3 -");
        add("thousands",
            file("user,artist,plays\n",
                 [&](const Row& row, int) {
                     return ids(row) + ",\"" + number(row.rating) + "," + number(200 + row.item) +
                            "\"\n";
                 }),
            "1 2 3 -");
        add("answers",
            file("user,item,liked\n",
                 [&](const Row& row, int) {
                     return ids(row) + "," + (row.rating > 2 ? "True" : "False") + "\n";
                 }),
            "1 2 3 -");
        add("missing ratings",
            file("user,item,rating\n",
                 [&](const Row& row, int at) {
                     return ids(row) + "," + (at % 5 == 0 ? "NA" : number(row.rating)) + "\n";
                 }),
            "1 2 3 -");
        add("check-ins",
            file("",
                 [](const Row& row, int) {
                     return number(row.user) + "\t" + dated(row.time, "yyyy-MM-ddThh:mm:ssZ") +
                            "\t30.2" + number(300 + row.item) + "\t-97.7" + number(900 + row.item) +
                            "\t" + number(22000 + row.item) + "\n";
                 }),
            "1 5 - 2", "year-first");
        add("an order list",
            file("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,"
                 "CustomerID,Country\n",
                 [](const Row& row, int at) {
                     return number(536000 + at / 3) + ",S" + number(row.item) + "A,LANTERN " +
                            number(row.item) + "," + number(row.rating) + "," +
                            dated(row.time, "M/d/yyyy h:mm") + ",2.55," + number(17000 + row.user) +
                            ",United Kingdom\n";
                 }),
            "7 2 4 5", "month-first");
        add("RecBole",
            file("user_id:token\titem_id:token\trating:float\ttimestamp:float\n",
                 [](const Row& row, int) {
                     return number(row.user) + "\t" + number(row.item) + "\t" + number(row.rating) +
                            ".0\t" + number(row.time) + "\n";
                 }),
            "1 2 3 4", "seconds");
        add("books",
            file("\"User-ID\";\"ISBN\";\"Book-Rating\"\n",
                 [](const Row& row, int) {
                     return "\"" + number(276000 + row.user) + "\";\"03451" +
                            number(10000 + row.item) + "X\";\"" + number(row.rating) + "\"\n";
                 }),
            "1 2 3 -");
        add("German",
            file("Kundennummer;Artikel;Bewertung;Bestelldatum\n",
                 [](const Row& row, int) {
                     return "K" + number(row.user) + ";A" + number(row.item) + ";" +
                            number(row.rating) + ";" + dated(row.time, "dd.MM.yyyy") + "\n";
                 }),
            "1 2 3 4", "day-first");
        add("Chinese",
            file("用户ID,商品ID,评分\n",
                 [&](const Row& row, int) { return ids(row) + "," + number(row.rating) + "\n"; }),
            "1 2 3 -");
        add("JSON lines",
            file("",
                 [](const Row& row, int) {
                     return "{\"reviewerID\": \"A" + number(row.user) + "\", \"asin\": \"B" +
                            number(row.item) + "\", \"overall\": " + number(row.rating) +
                            ".0, \"unixReviewTime\": " + number(row.time) + "}\n";
                 }),
            "1 2 3 4", "seconds");
        QByteArray lists;
        for (int user = 0; user < 40; ++user) {
            lists += number(user);
            for (const auto& row : rows()) {
                lists += row.user == user ? " " + number(row.item) : QByteArray();
            }
            lists += "\n";
        }
        add("item lists", lists, "1 2 - -");
        for (const auto& [format, key] : {std::pair{"M/d/yyyy", "month-first"},
                                          {"dd.MM.yyyy", "day-first"},
                                          {"yyyy-M-d", "year-first"},
                                          {"yyyy-MM-dd h:mm:ss", "year-first"},
                                          {"yyyy-MM-dd hh:mm:ss 'UTC'", "year-first"},
                                          {"yyyyMMdd", "compact-date"},
                                          {"yyyy-MM-dd hh:mm:ss AP", "year-first"},
                                          {"MM dd, yyyy", "month-first"},
                                          {"MMMM d, yyyy", "named"},
                                          {"ddd, d MMM yyyy hh:mm:ss 'GMT'", "named"},
                                          {"ddd MMM d hh:mm:ss yyyy", "named"}}) {
            add(format, timed(format), "1 2 3 4", key);
        }
        for (const auto& [name, zeros] : {std::pair{"milliseconds", "000"},
                                          {"microseconds", "000123"},
                                          {"nanoseconds", "000123456"}}) {
            add(name,
                file("user,item,rating,timestamp\n",
                     [&](const Row& row, int) {
                         return ids(row) + "," + number(row.rating) + "," + number(row.time) +
                                zeros + "\n";
                     }),
                "1 2 3 4", name);
        }
        add("Excel's days",
            file("user,item,rating,date\n",
                 [&](const Row& row, int) {
                     return ids(row) + "," + number(row.rating) + "," +
                            number(25569 + row.time / 86400) + "\n";
                 }),
            "1 2 3 4", "excel-days");
        add("MatrixMarket",
            file("%%MatrixMarket matrix coordinate integer general\n% made\n140 600 300\n",
                 [](const Row& row, int) {
                     return number(100 + row.user) + " " + number(500 + row.item) + " " +
                            number(row.rating) + "\n";
                 }),
            "1 2 3 -");
        add("two that are alike",
            file("",
                 [](const Row& row, int) {
                     return "user_" + number(row.user) + "\tartist " + number(row.item) +
                            "\ttrack " + number(row.item) + "\n";
                 }),
            "1 2 - -", "", false);
    }
    void shapes() {
        QFETCH(QByteArray, text);
        QFETCH(QString, roles);
        QFETCH(QString, timeFormat);
        QFETCH(bool, sure);
        const auto path = std::filesystem::path(folder_.filePath("shape.txt").toStdString());
        std::ofstream(path, std::ios::binary).write(text.constData(), text.size());
        const auto read = readRatings(path);
        QVERIFY2(bool(read), read ? "" : read.error().message().c_str());
        const auto& report = read->report;
        QStringList columns;
        for (const auto& column : {report.columns.user, report.columns.item, report.columns.rating,
                                   report.columns.timestamp}) {
            columns << (column ? QString::number(*column + 1) : QStringLiteral("-"));
        }
        QCOMPARE(columns.join(u' '), roles);
        QCOMPARE(read->dataset.userCount(), std::size_t(40));
        QCOMPARE(read->dataset.itemCount(), std::size_t(30));
        QCOMPARE(read->dataset.interactionCount(), std::size_t(300));
        QCOMPARE(report.rejected, std::uint64_t(0));
        if (!timeFormat.isEmpty()) {
            QCOMPARE(QString::fromStdString(timeFormatKey(*report.timeFormat)), timeFormat);
            QCOMPARE(report.unreadTimes.count, std::uint64_t(0));
        }
        const auto& questions = read->detection.questions;
        QVERIFY2(questions.empty() == sure,
                 questions.empty() ? "no question" : questions.front().c_str());
    }

    // Day and month are written alike until the thirteenth: nobody can know.
    void dayAndMonthAreAskedAbout() {
        QByteArray text = "user,item,date\n";
        for (int i = 0; i < 100; ++i) {
            text += "u" + number(i % 9) + ",i" + number(i % 11) + ",0" + number(1 + i % 9) + "/0" +
                    number(1 + i % 7) + "/2017\n";
        }
        const auto path = std::filesystem::path(folder_.filePath("open.csv").toStdString());
        std::ofstream(path, std::ios::binary).write(text.constData(), text.size());
        const auto open = detectRatings(path);
        QVERIFY(bool(open));
        QCOMPARE(open->questions.size(), std::size_t(1));
        ReadOptions options;
        options.timeFormat = timeFormatOfKey("day-first");
        QVERIFY(detectRatings(path, options)->sure());
        const auto read = readRatings(path, options);
        // The second of January, not the first of February.
        const auto user = read->dataset.users().find("u1");
        QCOMPARE(read->dataset.timestampsOf(user).front(), std::int64_t(1483315200));
    }

    void aColumnWhoseValuesFailIsLeftOut() {
        const auto text = file("user,item,rating,date\n", [](const Row& row, int at) {
            return "u" + number(row.user) + ",i" + number(row.item) + "," +
                   (at % 10 == 0 ? "many" : number(row.rating)) + ",someday\n";
        });
        const auto path = std::filesystem::path(folder_.filePath("failing.csv").toStdString());
        std::ofstream(path, std::ios::binary).write(text.constData(), text.size());
        ReadOptions options;
        options.columns = RatingColumns{0, 1, 2, 3};
        const auto read = readRatings(path, options);
        QVERIFY(bool(read));
        QCOMPARE(read->report.rejected, std::uint64_t(0));
        QCOMPARE(read->dataset.interactionCount(), std::size_t(300));
        QVERIFY(read->dataset.hasRatings() && !read->dataset.hasTimestamps());
        QCOMPARE(read->report.unreadRatings.count, std::uint64_t(30));
        QCOMPARE(read->report.unreadRatings.listed.front().line, std::uint64_t(2));
        QCOMPARE(read->report.notices.size(), std::size_t(1));
    }

    void aLoneMinusOneIsSeenAndNotRated() {
        const auto text = file("user_id,anime_id,rating\n", [](const Row& row, int at) {
            return number(row.user) + "," + number(row.item) + "," +
                   (at % 4 == 0 ? "-1" : number(2 * row.rating)) + "\n";
        });
        const auto path = std::filesystem::path(folder_.filePath("anime.csv").toStdString());
        std::ofstream(path, std::ios::binary).write(text.constData(), text.size());
        const auto read = readRatings(path);
        QCOMPARE(read->report.withoutRating, std::uint64_t(75));
        QCOMPARE(read->dataset.ratingRange().first, 2.0f);
    }

    void whatIsNotUsedThoughItsNameSaysItIsAskedAbout() {
        const auto text = file("user,item,rating\n", [](const Row& row, int) {
            return "u" + number(row.user) + ",i" + number(row.item) + "," +
                   number(20 * row.rating) + "%\n";
        });
        const auto path = std::filesystem::path(folder_.filePath("percent.csv").toStdString());
        std::ofstream(path, std::ios::binary).write(text.constData(), text.size());
        const auto found = detectRatings(path);
        QVERIFY(bool(found) && !found->chosen().rating);
        QCOMPARE(found->questions.size(), std::size_t(1));
        QVERIFY(found->questions.front().find("rating") != std::string::npos);
    }

    void linesOfRecordsAreTold() {
        const auto path = std::filesystem::path(folder_.filePath("lines.csv").toStdString());
        std::ofstream(path) << "user,item,note\nu1,i1,\"one\ntwo\nthree\"\n,i2,x\nu2,i2,y\n";
        const auto read = readRatings(path);
        QCOMPARE(read->report.rows, std::uint64_t(3));
        QCOMPARE(read->report.rejectedRows.front().line, std::uint64_t(5));
    }
};

QTEST_APPLESS_MAIN(TestFileShapes)
#include "tst_file_shapes.moc"
