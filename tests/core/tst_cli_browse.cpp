// `ncf users`, `ncf history` and what `ncf recommend` does besides the list.

#include "store/project.h"
#include "support/cli_driver.h"

#include <QDir>
#include <QTest>

#include <algorithm>

using ncf::test::CliDriver;

class CliBrowseTest : public QObject, private CliDriver {
    Q_OBJECT

    static constexpr int kListed = 6;  // of each user, in trained.ncf

    static QString title(int item) { return QStringLiteral("L'Été %1 (1999)").arg(item); }
    static QString genres(int item) {
        return item % 2 == 0 ? QStringLiteral("Drama|Comedy") : QStringLiteral("Melodrama");
    }
    static int numberOf(const QJsonObject& row) { return row[u"item"].toString().mid(1).toInt(); }

    QJsonArray recommended(const QStringList& more) {
        const auto outcome = ncf(
            QStringList{"recommend", trained(), "1", "--user", "u9", "--top", "1000", "--json"} +
            more);
        [&] { QVERIFY2(outcome.code == 0, outcome.err.constData()); }();
        return outcome.json()[u"recommendations"].toArray();
    }

private Q_SLOTS:
    // Run 2 differs from run 1 by its seed.
    void initTestCase() {
        QByteArray titles = "movieId,title,genres\n";
        for (int item = 0; item < kItems; ++item) {
            titles += "f" + QByteArray::number(item) + "," + title(item).toUtf8() + "," +
                      genres(item).toUtf8() + "\n";
        }
        write("movies.csv", titles);
        const auto outcome = ncf(tiny(trained(), {"--seed", "7"}));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
    }

    void helpIsWorthReading_data() {
        QTest::addColumn<QString>("command");
        QTest::newRow("users") << "users";
        QTest::newRow("history") << "history";
    }
    void helpIsWorthReading() {
        QFETCH(QString, command);
        const auto outcome = ncf({command, "--help"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("Examples:\n  ncf " + command.toUtf8()));
        QVERIFY(outcome.out.contains("--json"));
    }

    void mistakesHaveTheirCodes_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("code");
        QTest::newRow("two ways") << "users trained.ncf --prefix u --item f3" << 2;
        QTest::newRow("none wanted") << "users trained.ncf --limit 0" << 2;
        QTest::newRow("no project") << "users none.ncf" << 4;
        QTest::newRow("unknown item") << "users trained.ncf --item nothing" << 4;
        QTest::newRow("nobody's history") << "history trained.ncf" << 2;
        QTest::newRow("no project of it") << "history none.ncf --user u9" << 4;
        QTest::newRow("unknown user") << "history trained.ncf --user u" << 4;
        QTest::newRow("no percent") << "recommend trained.ncf --user u9 --hide-popular 0" << 2;
        QTest::newRow("hidden and only")
            << "recommend trained.ncf --user u9 --hide-popular 5 --only-popular 5" << 2;
        QTest::newRow("no other run") << "recommend trained.ncf --user u9 --compare 9" << 4;
        QTest::newRow("not a run") << "recommend trained.ncf --user u9 --compare x" << 3;
    }
    void mistakesHaveTheirCodes() {
        QFETCH(QString, command);
        QFETCH(int, code);
        const auto outcome = ncf(command.split(QLatin1Char(' ')));
        QVERIFY2(outcome.code == code, outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.startsWith("ncf: "), outcome.err.constData());
    }

    void usersComeInPages_data() {
        QTest::addColumn<QStringList>("which");
        QTest::newRow("all") << QStringList();
        QTest::newRow("prefix") << QStringList{"--prefix", "u1"};
        QTest::newRow("item") << QStringList{"--item", "f3"};
        QTest::newRow("item by title") << QStringList{"--item", "L'ÉTÉ 13"};
    }
    void usersComeInPages() {
        QFETCH(QStringList, which);
        QList<QByteArray> expected;
        for (int user = 0; user < kUsers; ++user) {
            bool wanted = which.isEmpty() ||
                          (which[0] == QLatin1String("--prefix") && userId(user).startsWith("u1"));
            for (int at = 0; at < kPerUser && which.value(0) == QLatin1String("--item"); ++at) {
                wanted = wanted || itemId(user, at) == (which[1] == QLatin1String("f3")
                                                            ? QLatin1String("f3")
                                                            : QLatin1String("f13"));
            }
            if (wanted) {
                expected.append(userId(user));
            }
        }
        std::sort(expected.begin(), expected.end());
        QList<QByteArray> found;
        QString after;
        for (int page = 0; page <= kUsers / 15; ++page) {
            const QStringList from = page == 0 ? QStringList() : QStringList{"--after=" + after};
            const auto outcome =
                ncf(QStringList{"users", trained(), "--limit", "15", "--json"} + which + from);
            QVERIFY2(outcome.code == 0, outcome.err.constData());
            const auto users = outcome.json()[u"users"].toArray();
            QVERIFY(!users.isEmpty() && users.size() <= 15);
            for (const auto& user : users) {
                found.append(user[u"user"].toString().toUtf8());
                QCOMPARE(user[u"interactions"].toInt(), kPerUser);
            }
            if (outcome.json()[u"next"].isNull()) {
                break;
            }
            QCOMPARE(users.size(), 15);
            after = outcome.json()[u"next"].toString();
            QCOMPARE(after.toUtf8(), found.last());
        }
        QCOMPARE(found, expected);
    }

    void theNextPageIsTold() {
        auto outcome = ncf({"users", "trained.ncf", "--prefix", "u1", "--limit", "9"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.out.count('\n'), 1 + 9);
        QVERIFY(outcome.out.startsWith("Interactions  User\n"));
        const QByteArray next = "ncf users trained.ncf --prefix=u1 --after=u18 --limit=9";
        QVERIFY2(outcome.err.contains(next), outcome.err.constData());
        outcome = ncf(QString::fromUtf8(next).split(QLatin1Char(' ')).mid(1));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.out.count('\n'), 1 + 1);
        QVERIFY(outcome.err.isEmpty());
        // Quoted, where an id needs it.
        outcome = ncf({"users", "trained.ncf", "--limit", "1"});
        QVERIFY2(outcome.err.contains("--after='-5'"), outcome.err.constData());
        outcome = ncf({"users", "trained.ncf", "--prefix", "none"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(outcome.err.contains("No user's id"));
    }

    void historyIsLatestFirst() {
        for (const int user : {1, 9}) {
            const auto id = QString::fromUtf8(userId(user));
            const auto outcome = ncf({"history", trained(), "--user=" + id, "--json"});
            QVERIFY2(outcome.code == 0, outcome.err.constData());
            QCOMPARE(outcome.json()[u"user"].toString(), id);
            const auto rows = outcome.json()[u"history"].toArray();
            QCOMPARE(rows.size(), kPerUser);
            for (int at = 0; at < kPerUser; ++at) {
                const auto row = rows[at].toObject();
                const int position = kPerUser - 1 - at;
                QCOMPARE(row[u"item"].toString(), itemId(user, position));
                QCOMPARE(row[u"title"].toString(), title(numberOf(row)));
                QCOMPARE(row[u"year"].toInt(), 1999);
                QCOMPARE(row[u"genres"].toString(), genres(numberOf(row)));
                QVERIFY(row[u"rating"].toDouble() >= 1 && row[u"rating"].toDouble() <= 5);
                QCOMPARE(row[u"timestamp"].toInt(), 1'000'000 + position);
            }
        }
        const auto outcome = ncf({"history", trained(), "--user", "u9"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(outcome.out.startsWith("Rating  Date"));
        QCOMPARE(outcome.out.count("1970-01-1"), kPerUser);
        QCOMPARE(outcome.out.count('\n'), 1 + kPerUser);
    }

    void historyHasWhatTheDataHas() {
        QDir(path({})).mkdir("pairs");
        write("pairs/pairs.tsv", "1\ta\n1\tb\n2\ta\n");
        auto outcome = ncf({"import", "pairs/pairs.tsv", "pairs.ncf", "--no-header"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        outcome = ncf({"history", "pairs.ncf", "--user", "1"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY2(outcome.out.startsWith("Item  Title"), outcome.out.constData());
        outcome = ncf({"history", "pairs.ncf", "--user", "1", "--json"});
        QVERIFY(outcome.json()[u"history"][0][u"rating"].isNull());
        QVERIFY(outcome.json()[u"history"][0][u"timestamp"].isNull());
    }

    void historyLeavesEmptyWhatIsNotThere() {
        ncf::IdMap users;
        ncf::IdMap items;
        users.insert("u");
        items.insert("a");
        items.insert("b");
        const ncf::Dataset data(
            users, items, {{0, 0, ncf::kUnrated, ncf::kNoTime}, {0, 1, 4, 86400}}, {true, true});
        {
            auto project = ncf::Project::create(path("gaps.ncf").toStdString());
            QVERIFY(project && project->saveDataset(data, {}, {}));
        }
        auto outcome = ncf({"history", "gaps.ncf", "--user", "u", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto rows = outcome.json()[u"history"].toArray();
        QCOMPARE(rows[0][u"rating"].toDouble(), 4.0);
        QVERIFY(rows[1][u"rating"].isNull());
        QVERIFY(rows[1][u"timestamp"].isNull());
        outcome = ncf({"history", "gaps.ncf", "--user", "u"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.out.split('\n')[2].simplified(), QByteArray("a"));
    }

    void listsAreCompared() {
        const auto outcome =
            ncf({"recommend", trained(), "1", "--user", "u9", "--compare", "2", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        QCOMPARE(json[u"run"].toInt(), 1);
        QCOMPARE(json[u"other"][u"run"].toInt(), 2);
        const auto own = json[u"recommendations"].toArray();
        const auto other = json[u"other"][u"recommendations"].toArray();
        QCOMPARE(own.size(), kListed);
        QCOMPARE(other.size(), kListed);
        const auto placeIn = [](const QJsonArray& list, const QJsonValue& item) {
            for (const auto& row : list) {
                if (row[u"item"] == item) {
                    return row[u"rank"];
                }
            }
            return QJsonValue();
        };
        int both = 0;
        for (int at = 0; at < kListed; ++at) {
            QCOMPARE(own[at][u"otherRank"], placeIn(other, own[at][u"item"]));
            QCOMPARE(other[at][u"otherRank"], placeIn(own, other[at][u"item"]));
            both += own[at][u"otherRank"].isNull() ? 0 : 1;
        }
        QVERIFY2(both < kListed, "the runs recommend the same");
        QCOMPARE(json[u"inBoth"].toInt(), both);
        QCOMPARE(json[u"listed"].toInt(), kListed);
        // Of the whole lists, however little is shown.
        const auto text =
            ncf({"recommend", trained(), "1", "--user", "u9", "--compare", "last", "--top", "2"});
        QVERIFY2(text.code == 0, text.err.constData());
        QVERIFY(text.out.startsWith("Run 1 "));
        QVERIFY(text.out.contains("\nRank  In run 2   Score"));
        QVERIFY(text.out.contains("\nRank  In run 1   Score"));
        QVERIFY(text.out.endsWith("\n\n" + QByteArray::number(both) + " of 6 in both\n"));
        QCOMPARE(text.out.count("\n   1 ") + text.out.count("\n   2 "), 4);
    }

    void heldOutItemsAreFoundOrMissed() {
        int found = 0;
        for (int user = 6; user < 10; ++user) {
            const auto id = QString::fromUtf8(userId(user));
            const auto outcome =
                ncf({"recommend", trained(), "1", "--user", id, "--held-out", "--json"});
            QVERIFY2(outcome.code == 0, outcome.err.constData());
            const auto items = outcome.json()[u"heldOut"][u"items"].toArray();
            QCOMPARE(items.size(), 1);
            const auto place = items[0].toObject();
            QCOMPARE(place[u"item"].toString(), itemId(user, kPerUser - 1));  // the latest
            QCOMPARE(place[u"test"][u"candidates"].toInt(), 21);
            int rank = 0;
            for (const auto& row : outcome.json()[u"recommendations"].toArray()) {
                rank = row[u"item"] == place[u"item"] ? row[u"rank"].toInt() : rank;
            }
            QCOMPARE(place[u"inList"].toBool(), rank > 0);
            QVERIFY(rank > 0 ? place[u"rank"].toInt() == rank : place[u"rank"].toInt() > kListed);
            const auto sentence = outcome.json()[u"heldOut"][u"summary"].toString();
            QVERIFY(sentence.contains(rank > 0 ? QLatin1String("was found: place ")
                                               : QLatin1String("was missed: place ")));
            found += rank > 0 ? 1 : 0;
            if (user == 6) {
                const auto text = ncf({"recommend", trained(), "1", "--user", id, "--held-out"});
                QVERIFY(text.out.endsWith("\n\n" + sentence.toUtf8() + "\n"));
            }
        }
        QVERIFY(found < 4);
        // Of both lists, when there are two.
        const auto two = ncf({"recommend", trained(), "1", "--user", "u9", "--held-out",
                              "--compare", "2", "--json"});
        QVERIFY2(two.code == 0, two.err.constData());
        QCOMPARE(two.json()[u"heldOut"][u"items"][0][u"item"],
                 two.json()[u"other"][u"heldOut"][u"items"][0][u"item"]);
    }

    void listsAreFiltered() {
        const auto all = recommended({});
        QCOMPARE(all.size(), kListed);
        const auto kept = [&](const auto& wanted) {
            QJsonArray rows;
            for (const auto& row : all) {
                if (wanted(row.toObject())) {
                    rows.append(row);  // with the rank that it has in the whole list
                }
            }
            return rows;
        };
        const auto even = kept([](const QJsonObject& row) { return numberOf(row) % 2 == 0; });
        const auto odd = kept([](const QJsonObject& row) { return numberOf(row) % 2 == 1; });
        QCOMPARE(recommended({"--genre", "drama"}), even);  // not “Melodrama”
        QCOMPARE(recommended({"--genre", " Melodrama"}), odd);
        QCOMPARE(recommended({"--genre", "Dram"}), QJsonArray());
        const QJsonObject third = all[2].toObject();
        QVERIFY(recommended({"--title", third[u"title"].toString().toUpper()}).contains(third));
        QVERIFY(recommended({"--title", third[u"item"].toString() + "x"}).isEmpty());
    }

    void popularItemsAreHidden() {
        // By item, how many users have it.
        QList<int> popularity(kItems);
        for (int user = 0; user < kUsers; ++user) {
            for (int at = 0; at < kPerUser; ++at) {
                ++popularity[itemId(user, at).mid(1).toInt()];
            }
        }
        const auto all = recommended({});
        for (const int percent : {1, 40}) {
            const auto most = std::max(1, qRound(kItems * percent / 100.0));
            QJsonArray hidden;
            QJsonArray others;
            for (const auto& row : all) {
                const int own = popularity[numberOf(row.toObject())];
                const auto rank = 1 + std::count_if(popularity.begin(), popularity.end(),
                                                    [own](int each) { return each > own; });
                (rank <= most ? hidden : others).append(row);
            }
            QCOMPARE(recommended({"--hide-popular", QString::number(percent)}), others);
            QCOMPARE(recommended({"--only-popular", QString::number(percent)}), hidden);
        }
    }

    void nothingOfAKindIsNoError() {
        const auto outcome = ncf({"recommend", trained(), "--user", "u9", "--genre", "Western"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(outcome.err.contains("Nothing in the list of run 2 is of this kind."));
    }
};

QTEST_GUILESS_MAIN(CliBrowseTest)
#include "tst_cli_browse.moc"
