#include "base/random.h"
#include "data/column_names.h"
#include "data/detection.h"

#include <QTest>

#include <deque>

using namespace ncf;

namespace {

constexpr int kRows = 200;

// Columns as people's files have them.
class Columns {
public:
    Columns& ids(const char* name, const char* prefix, std::uint32_t different) {
        return add(name, [=, this](int) {
            return prefix + std::to_string(100 + random_.below(different));
        });
    }
    Columns& numbers(const char* name, std::uint32_t from, std::uint32_t to) {
        return add(name,
                   [=, this](int) { return std::to_string(from + random_.below(to - from)); });
    }
    Columns& rowNumbers(const char* name) {
        return add(name, [](int row) { return std::to_string(row); });
    }
    Columns& coordinates(const char* name) {
        return add(name, [this](int) {
            return "-97." + std::to_string(1000 + random_.below(40)).append("1");
        });
    }
    Columns& days(const char* name) {
        return add(name, [this](int) {
            return "2017-0" + std::to_string(1 + random_.below(9)) + "-1" +
                   std::to_string(random_.below(9));
        });
    }
    Columns& constant(const char* name, const char* value) {
        return add(name, [=](int) { return value; });
    }

    std::array<RoleGuess, 4> guess(bool header = true) {
        std::vector<ColumnProfile> profiles;
        for (const auto& [name, values] : columns_) {
            const std::vector<std::string_view> views(values.begin(), values.end());
            profiles.push_back(profileColumn(header ? name : std::string(), views));
        }
        return guessRoles(profiles, header);
    }

private:
    template <class Value>
    Columns& add(const char* name, Value value) {
        auto& values = columns_.emplace_back(name, std::vector<std::string>()).second;
        for (int row = 0; row < kRows; ++row) {
            values.push_back(value(row));
        }
        return *this;
    }

    Random random_{7};
    std::deque<std::pair<std::string, std::vector<std::string>>> columns_;
};

// "1 2 3 -": the columns of user, item, rating and time from 1, "?" behind what is not sure.
QString textOf(const std::array<RoleGuess, 4>& roles) {
    QStringList words;
    for (const auto& role : roles) {
        words << (role.column ? QString::number(*role.column + 1) : QStringLiteral("-")) +
                     (role.sure ? "" : "?");
    }
    return words.join(u' ');
}

}  // namespace

class TestColumnRoles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesSayIt_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("role");
        const auto rows = [](ColumnRole role, const QStringList& names) {
            for (const auto& name : names) {
                QTest::newRow(qPrintable(name)) << name << static_cast<int>(role);
            }
        };
        rows(ColumnRole::User, {"user", "User_ID", "userId", "user id", "user_id:token",
                                "reviewerID", "CustomerID", "msno", "review/userId", "Kundennummer",
                                "Benutzer", "utilisateur", "usuario", "用户ID"});
        rows(ColumnRole::Item, {"item", "movieId", "asin", "parent_asin", "ISBN", "StockCode",
                                "business_id", "gmap_id", "track-id", "Artikelnummer", "produit",
                                "película", "商品ID", "item_id:token"});
        rows(ColumnRole::Rating,
             {"rating", "Book-Rating", "stars", "overall", "liked", "plays", "Quantity",
              "Bewertung", "note", "calificación", "评分", "rating:float"});
        rows(ColumnRole::Time, {"timestamp", "t_dat", "event_time", "InvoiceDate", "unixReviewTime",
                                "Datum", "Zeitstempel", "fecha", "日期", "timestamp:float"});
    }
    void namesSayIt() {
        QFETCH(QString, name);
        QFETCH(int, role);
        for (const auto other : kColumnRoles) {
            const double vote = nameVote(name.toStdString(), other);
            if (static_cast<int>(other) == role) {
                QCOMPARE(vote, 1.0);
            } else {
                QVERIFY2(vote < 1, qPrintable(QString::fromStdString(roleName(other))));
            }
        }
    }

    void namesOfRowsAndEventsAreNoIds() {
        for (const char* name : {"", "Unnamed: 0", "index", "review_id", "InvoiceNo", "order_id"}) {
            QVERIFY2(namesRowsOrEvents(name), name);
            QVERIFY(nameVote(name, ColumnRole::User) < 1 && nameVote(name, ColumnRole::Item) < 1);
        }
    }

    void theNumberOfARowIsNoUser() {
        QCOMPARE(textOf(Columns()
                            .rowNumbers("")
                            .ids("usr_id", "", 40)
                            .ids("code_id", "", 30)
                            .numbers("amt_trx", 1, 6)
                            .days("bestelldatum")
                            .guess()),
                 QString("2 3 4 5"));
        QCOMPARE(textOf(Columns().rowNumbers("").ids("", "u", 40).ids("", "i", 30).guess(false)),
                 QString("2 3 - -"));
    }

    void anEventIsNoItem() {
        QCOMPARE(textOf(Columns()
                            .rowNumbers("review_id")
                            .ids("user_id", "usr", 40)
                            .ids("business_id", "biz", 30)
                            .numbers("stars", 1, 6)
                            .days("date")
                            .constant("text", "good")
                            .numbers("useful", 0, 3)
                            .guess()),
                 QString("2 3 4 5"));
    }

    void coordinatesAreNoRatingsAndNoIds() {
        QCOMPARE(textOf(Columns()
                            .ids("", "", 40)
                            .days("")
                            .coordinates("")
                            .coordinates("")
                            .ids("", "22", 30)
                            .guess(false)),
                 QString("1 5 - 2"));
    }

    void namesOutweighPlaces() {
        QCOMPARE(textOf(Columns()
                            .numbers("rating", 1, 6)
                            .ids("itemID", "", 30)
                            .ids("userID", "", 40)
                            .guess()),
                 QString("3 2 1 -"));
        QCOMPARE(textOf(Columns()
                            .rowNumbers("InvoiceNo")
                            .ids("StockCode", "S", 30)
                            .constant("Description", "x")
                            .numbers("Quantity", 1, 6)
                            .days("InvoiceDate")
                            .ids("CustomerID", "", 40)
                            .constant("Country", "UK")
                            .guess()),
                 QString("6 2 4 5"));
    }

    void anIdStandsBeforeANameOfTheSame() {
        QCOMPARE(textOf(Columns()
                            .ids("reviewerName", "N", 39)
                            .ids("reviewerID", "A", 40)
                            .ids("asin", "B", 30)
                            .ids("parent_asin", "B", 25)
                            .guess()),
                 QString("2 4 - -"));
    }

    void withoutNamesTheOrderOfMovieLensHolds() {
        QCOMPARE(textOf(Columns().ids("", "", 40).ids("", "", 30).numbers("", 1, 6).guess(false)),
                 QString("1 2 3 -"));
    }

    void twoThatAreAlikeAreAskedAbout() {
        const auto roles =
            Columns().ids("", "user_", 40).ids("", "artist", 30).ids("", "track", 35).guess(false);
        QVERIFY(!roles[1].sure);
        QCOMPARE(*roles[1].rival, 2);
        QVERIFY(!roles[1].why.empty());
        const auto times = Columns()
                               .ids("user", "", 40)
                               .ids("item", "", 30)
                               .days("created_at")
                               .days("updated_at")
                               .guess();
        QVERIFY(!times[3].sure);
    }

    void anUnknownNameIsAskedAbout() {
        const auto roles =
            Columns().ids("user", "", 40).ids("item", "", 30).numbers("q7", 1, 6).guess();
        QCOMPARE(textOf(roles), QString("1 2 3? -"));
    }

    void whatHasNoNameOfAnIdIsAskedAbout() {
        // One person's list of films: nobody is in it.
        const auto roles = Columns()
                               .ids("Name", "Film ", 150)
                               .numbers("Year", 1950, 2020)
                               .numbers("Runtime", 60, 200)
                               .guess();
        QVERIFY(!roles[0].sure || !roles[1].sure);
    }

    void aDurationIsNoTimeForSure() {
        const auto roles = Columns()
                               .ids("user", "", 40)
                               .ids("video", "", 30)
                               .numbers("watch_time", 10, 300)
                               .guess();
        QVERIFY(!roles[3].column || !roles[3].sure);
    }

    void aPositionTellsTheOrder() {
        QCOMPARE(textOf(Columns()
                            .ids("user_id", "", 40)
                            .ids("movie_id", "", 30)
                            .numbers("position", 0, 60)
                            .guess()),
                 QString("1 2 - 3"));
    }

    void aConstantSaysNothing() {
        QCOMPARE(
            textOf(
                Columns().ids("user", "", 40).ids("item", "", 30).constant("version", "3").guess()),
            QString("1 2 - -"));
    }
};

QTEST_APPLESS_MAIN(TestColumnRoles)
#include "tst_column_roles.moc"
