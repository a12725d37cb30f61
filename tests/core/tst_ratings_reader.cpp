#include "base/random.h"
#include "data/ratings_reader.h"
#include "support/real_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sys/stat.h>

using namespace ncf;

namespace {

// The dataset as text that does not depend on the order of ids.
QStringList contents(const Dataset& data) {
    QStringList rows;
    for (std::size_t user = 0; user < data.userCount(); ++user) {
        const auto index = static_cast<UserIndex>(user);
        const auto items = data.itemsOf(index);
        for (std::size_t at = 0; at < items.size(); ++at) {
            rows << QStringLiteral("%1|%2|%3|%4")
                        .arg(QString::fromStdString(data.users().id(index)),
                             QString::fromStdString(data.items().id(items[at])))
                        .arg(data.ratingsOf(index)[at])
                        .arg(data.timestampsOf(index)[at]);
        }
    }
    rows.sort();
    return rows;
}

}  // namespace

class TestRatingsReader : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const QByteArray& content, const QString& name = "ratings.csv") {
        const auto path = std::filesystem::path(folder_.filePath(name).toStdString());
        std::ofstream(path, std::ios::binary).write(content.data(), content.size());
        return path;
    }

private Q_SLOTS:
    void everyWayOfWritingReadsTheSame_data() {
        QTest::addColumn<QByteArray>("separator");
        QTest::addColumn<QByteArray>("lineEnd");
        QTest::addColumn<bool>("header");
        QTest::addColumn<bool>("bom");
        QTest::addColumn<bool>("quoted");
        for (const char* separator : {",", "\t", ";", "::", "|"}) {
            for (const char* lineEnd : {"\n", "\r\n"}) {
                for (const bool header : {false, true}) {
                    const bool quotable =
                        QByteArray(separator) != "::" && QByteArray(separator) != "\t";
                    for (const bool quoted : {false, quotable}) {
                        QTest::addRow("'%s' %s%s%s", separator, lineEnd[0] == '\r' ? "CRLF" : "LF",
                                      header ? " header" : "", quoted ? " quoted" : "")
                            << QByteArray(separator) << QByteArray(lineEnd) << header << header
                            << quoted;
                    }
                }
            }
        }
    }
    void everyWayOfWritingReadsTheSame() {
        QFETCH(QByteArray, separator);
        QFETCH(QByteArray, lineEnd);
        QFETCH(bool, header);
        QFETCH(bool, bom);
        QFETCH(bool, quoted);
        const QList<QByteArrayList> rows = {{"anna", "Amélie", "4.5", "978300760"},
                                            {"bob", "Heat", "3", "978302109"},
                                            {"anna", "Heat", "1", "978301968"}};
        QByteArray content = bom ? "\xef\xbb\xbf" : "";
        if (header) {
            content += QByteArrayList{"userId", "movieId", "rating", "timestamp"}.join(separator) +
                       lineEnd;
        }
        for (auto row : rows) {
            if (quoted) {
                row[1] = '"' + row[1] + '"';
            }
            content += row.join(separator) + lineEnd;
        }
        const auto file = readRatings(write(content));
        QVERIFY2(bool(file), file ? "" : file.error().what.c_str());
        QCOMPARE(contents(file->dataset),
                 (QStringList{"anna|Amélie|4.5|978300760", "anna|Heat|1|978301968",
                              "bob|Heat|3|978302109"}));
        QCOMPARE(file->report.rejected, std::uint64_t(0));
        QCOMPARE(file->report.format.header, header);
    }

    void columnsInAnyOrder() {
        const auto file = readRatings(
            write("date,stars,product,customer\n2020-02-29,5,p1,c1\n2020-03-01,4,p2,c1\n"));
        QVERIFY(bool(file));
        QCOMPARE(contents(file->dataset),
                 (QStringList{"c1|p1|5|1582934400", "c1|p2|4|1583020800"}));
    }

    void onlyUserAndItem() {
        const auto file = readRatings(write("1\t10\n2\t11\n1\t11\n"));
        QVERIFY(bool(file));
        QVERIFY(!file->dataset.hasRatings());
        QVERIFY(!file->dataset.hasTimestamps());
        QCOMPARE(file->dataset.interactionCount(), std::size_t(3));
    }

    void quotesHoldSeparatorsAndQuotes() {
        const auto file =
            readRatings(write("user,item\nu,\"Good, Bad \"\"and\"\" Ugly\"\nu,plain\n"));
        QVERIFY(bool(file));
        QVERIFY(file->dataset.items().find("Good, Bad \"and\" Ugly") != IdMap::kNone);
    }

    void anUnclosedQuoteStaysInItsLine() {
        const auto file = readRatings(write("user,item\nu,\"open\nu,b\nv,c\n"));
        QVERIFY(bool(file));
        QCOMPARE(file->dataset.interactionCount(), std::size_t(3));
    }

    void latin1BecomesUtf8() {
        const auto file = readRatings(write("user,item\nu,Am\xe9lie\nv,Heat\n"));
        QVERIFY(bool(file));
        QCOMPARE(file->report.format.encoding, std::string("windows-1252"));
        QVERIFY(file->dataset.items().find("Amélie") != IdMap::kNone);
    }

    void overridesWin() {
        const auto path = write("a;1,5\nb;2,4\n");
        ReadOptions options;
        options.table.separator = ";";
        options.table.header = false;
        options.columns = RatingColumns{1, 0, std::nullopt, std::nullopt};
        const auto file = readRatings(path, options);
        QVERIFY(bool(file));
        QCOMPARE(contents(file->dataset), (QStringList{"1,5|a|1|0", "2,4|b|1|0"}));
    }

    void brokenRowsAreCountedAndListed() {
        QByteArray content = "user,item,rating,timestamp\n";
        for (int i = 0; i < 1000; ++i) {
            content += i % 100 == 7 ? QByteArray("u,i,many,978300760\n")
                                    : "u" + QByteArray::number(i % 10) + ",i" +
                                          QByteArray::number(i) + ",3,978300760\n";
        }
        content += "u\n,i,3,978300760\nu,,3,978300760\nu,w,3,yesterday\n";
        content += "u,nan,3,978300760\n" + QByteArray(2000, 'x') + ",i,3,978300760\n";
        content += "u,v\n";
        const auto file = readRatings(write(content));
        QVERIFY(bool(file));
        QCOMPARE(file->report.rows, std::uint64_t(1007));
        QCOMPARE(file->report.rejected, std::uint64_t(5));
        QCOMPARE(file->report.rejectedRows[0].line, std::uint64_t(1002));
        QVERIFY(file->report.rejectedRows.back().text.size() < 250);
        // A rating or a time that cannot be read costs no row.
        QCOMPARE(file->report.unreadRatings.count, std::uint64_t(10));
        QCOMPARE(file->report.unreadRatings.listed[0].line, std::uint64_t(9));
        QVERIFY(file->report.unreadRatings.listed[0].reason.find("many") != std::string::npos);
        QCOMPARE(file->report.unreadTimes.count, std::uint64_t(1));
        QCOMPARE(file->report.withoutRating, std::uint64_t(1));
        QCOMPARE(file->report.withoutTime, std::uint64_t(1));
    }

    void theListOfRejectedRowsIsBounded() {
        QByteArray content = "user,item,rating\na,b,1\n";
        for (int i = 0; i < 150'000; ++i) {
            content += ",b,1\n";
        }
        const auto file = readRatings(write(content));
        QVERIFY(bool(file));
        QCOMPARE(file->report.rejected, std::uint64_t(150'000));
        QCOMPARE(file->report.rejectedRows.size(), ReadReport::kMaxListed);
    }

    void longIdsAreFine() {
        const QByteArray user(500, 'u');
        const QByteArray item(500, 'i');
        const auto file = readRatings(write("user,item\n" + user + "," + item + "\nv,w\n"));
        QVERIFY(bool(file));
        QVERIFY(file->dataset.users().find(user.toStdString()) != IdMap::kNone);
    }

    void oneUserOrOneItemIsData() {
        QVERIFY(bool(readRatings(write("user,item\nu,a\nu,b\n"))));
        QVERIFY(bool(readRatings(write("user,item\nu,a\nv,a\n"))));
    }

    void duplicatesAreCounted() {
        const auto file = readRatings(write("user,item,rating\nu,a,1\nu,a,5\nu,b,2\n"));
        QVERIFY(bool(file));
        QCOMPARE(file->report.duplicates, std::uint64_t(1));
        QCOMPARE(contents(file->dataset), (QStringList{"u|a|5|0", "u|b|2|0"}));
    }

    void wrongFilesAreExplained_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << "empty";
        QTest::newRow("blank") << QByteArray("\n\n  \n") << "empty";
        QTest::newRow("binary") << QByteArray("\x01\x02\0\0\0\0\0\0abc,def\n", 16)
                                << "not a text file";
        QTest::newRow("one column") << QByteArray("a\nb\nc\n") << "no item column";
        QTest::newRow("header alone") << QByteArray("user,item,rating\n") << "no rows";
        QTest::newRow("nothing usable") << QByteArray("user,item,rating\na,,1\n") << "line 2";
    }
    void wrongFilesAreExplained() {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        const auto file = readRatings(write(content, "wrong.csv"));
        QVERIFY(!file);
        const auto what = QString::fromStdString(file.error().what);
        QVERIFY2(what.contains(says), qPrintable(what));
        QVERIFY(what.contains("wrong.csv"));
        QVERIFY(!file.error().remedy.empty());
    }

    void whatIsNoFileIsExplained() {
        QVERIFY(readRatings(folder_.path().toStdString()).error().what.find("folder") !=
                std::string::npos);
        QCOMPARE(readRatings("/no/such/file.csv").error().kind, ErrorKind::NotFound);
        const auto pipe = folder_.filePath("pipe").toStdString();
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        QVERIFY(readRatings(pipe).error().what.find("regular file") != std::string::npos);
        const auto locked = write("user,item\nu,a\n", "locked.csv");
        ::chmod(locked.c_str(), 0);
        if (std::ifstream(locked)) {
            return;  // nothing is unreadable for root
        }
        QVERIFY(readRatings(locked).error().what.find("cannot be read") != std::string::npos);
    }

    void cancelEndsIt() {
        QByteArray content = "user,item\n";
        for (int i = 0; i < 50000; ++i) {
            content += QByteArray::number(i) + ",a\n";
        }
        std::stop_source stop;
        stop.request_stop();
        const auto file = readRatings(write(content), {}, {}, stop.get_token());
        QVERIFY(!file);
        QCOMPARE(file.error().kind, ErrorKind::Cancelled);
    }

    void anythingAtAllIsAnswered() {
        Random random(3);
        const std::string alphabet = "0123456789,;|:\t\"\n\r .-abé\xff\xc3";
        for (int round = 0; round < 3000; ++round) {
            QByteArray content;
            for (std::uint32_t length = random.below(200); length > 0; --length) {
                content += alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))];
            }
            const auto file = readRatings(write(content, "fuzz.csv"));
            if (file) {
                QVERIFY(file->dataset.interactionCount() > 0);
                for (const auto& id : file->dataset.users().ids()) {
                    QVERIFY(!id.empty());
                }
            } else {
                QVERIFY(!file.error().what.empty());
            }
        }
    }

    void movieLens100k() {
        NCF_REQUIRE_REAL_DATA("ml-100k/u.data");
        const auto file = readRatings(test::realData() / "ml-100k/u.data");
        QVERIFY(bool(file));
        QCOMPARE(file->dataset.userCount(), std::size_t(943));
        QCOMPARE(file->dataset.itemCount(), std::size_t(1682));
        QCOMPARE(file->dataset.interactionCount(), std::size_t(100000));
        QVERIFY(file->dataset.hasRatings() && file->dataset.hasTimestamps());
        QCOMPARE(file->report.rejected, std::uint64_t(0));
    }

    void movieLens1m() {
        NCF_REQUIRE_REAL_DATA("ml-1m/interactions.csv");
        const auto file = readRatings(test::realData() / "ml-1m/interactions.csv");
        QVERIFY(bool(file));
        QCOMPARE(file->dataset.userCount(), std::size_t(6040));
        QCOMPARE(file->dataset.itemCount(), std::size_t(3706));
        QCOMPARE(file->dataset.interactionCount(), std::size_t(1000209));
        QVERIFY(!file->dataset.hasRatings());
    }
};

QTEST_APPLESS_MAIN(TestRatingsReader)
#include "tst_ratings_reader.moc"
