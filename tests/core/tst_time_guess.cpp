#include "data/time_format.h"

#include <QTest>

using namespace ncf;

using Kind = TimeFormat::Kind;

namespace {

constexpr int kLatestYear = 2027;

std::optional<TimeGuess> guess(const std::vector<std::string>& values, bool named) {
    const std::vector<std::string_view> views(values.begin(), values.end());
    return guessTimeFormat(views, named, kLatestYear);
}

// "seconds", "day-first open" …, "none".
std::string told(const std::vector<std::string>& values, bool named) {
    const auto result = guess(values, named);
    return result ? timeFormatKey(result->format) + (result->dayOrMonthOpen ? " open" : "")
                  : "none";
}

std::vector<std::string> range(std::int64_t from, std::int64_t to, std::int64_t step = 1) {
    std::vector<std::string> values;
    for (auto value = from; value < to; value += step) {
        values.push_back(std::to_string(value));
    }
    return values;
}

}  // namespace

class TestTimeGuess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columns_data() {
        QTest::addColumn<QString>("values");  // between bars
        QTest::addColumn<QString>("named");
        QTest::addColumn<QString>("unnamed");
        const auto both = [](const char* values, const char* expected) {
            QTest::addRow("%s", values) << values << expected << expected;
        };
        const auto differ = [](const char* values, const char* named, const char* unnamed) {
            QTest::addRow("%s", values) << values << named << unnamed;
        };
        both("1500382600|978300760", "seconds");
        both("1500382600.25|978300760.5", "seconds");
        both("1.5e9|1.4e9", "seconds");
        both("1500382600123|1400382600123", "milliseconds");
        both("1500382600123456|1400382600123456", "microseconds");
        both("1500382600123456789|1400382600123456789", "nanoseconds");
        both("20170718|20161231", "compact-date");
        both("20170718.0|20161231.0", "compact-date");
        both("20170718125640|20161231000000", "compact-date");
        both("201707181256|201612310000", "compact-date");
        both("20170718T125640Z|20161231T000000Z", "compact-date");
        both("2017-07|2016-12", "year-month");
        both("2017-07-18|2016-12-31", "year-first");
        both("2017-07-18T12:56:40Z|2016/12/31 8:00", "year-first");
        both("July 18, 2017|Aug 1, 2017", "named");
        both("Tue Jul 18 12:56:40 +0000 2017", "named");
        both("18. März 2017|1er août 2017|18 de julio de 2017|2017年7月18日", "named");

        differ("2017|1987|2027", "year", "none");
        differ("2017.0|1987.0", "year", "none");
        differ("2017|1987|2028", "order", "none");
        differ("201707|201612", "year-month", "none");
        differ("201707|201650", "order", "none");
        differ("42934|42935.25", "excel-days", "none");
        differ("0|1|2|3", "order", "none");
        differ("0.5|1.5", "order", "none");
        differ("1000000|1000007", "order", "none");
        differ("20171350|20170718", "order", "none");
        differ("18880718|18880719", "order", "none");
        differ("19300718|19300719", "compact-date", "none");
        // Before 1980 and after next year.
        differ("200000000|210000000", "seconds", "none");
        differ("2000000000|2100000000", "seconds", "none");
        differ("200000000000|210000000000", "milliseconds", "none");
        // Numbers with zeros in front are ids, however they read.
        differ("0440234743|0440234744", "order", "none");
        both("hello|world", "none");
        both("4.5|x|y", "none");
        both("", "none");
        both("NA|null||-", "none");
    }
    void columns() {
        QFETCH(QString, values);
        QFETCH(QString, named);
        QFETCH(QString, unnamed);
        std::vector<std::string> column;
        for (const auto& value : values.split('|')) {
            column.push_back(value.toStdString());
        }
        QCOMPARE(told(column, true), named.toStdString());
        QCOMPARE(told(column, false), unnamed.toStdString());
    }

    void dayOrMonth_data() {
        QTest::addColumn<QString>("values");  // between bars
        QTest::addColumn<QString>("expected");
        QTest::addColumn<double>("readable");
        const auto row = [](const char* values, const char* expected, double readable) {
            QTest::addRow("%s", values) << values << expected << readable;
        };
        row("18/7/2017|03/04/2017", "day-first", 1);
        row("7/18/2017|03/04/2017", "month-first", 1);
        row("18-07-2017|03-04-2017", "day-first", 1);
        row("07-18-2017|03-04-2017", "month-first", 1);
        row("03/04/2017|05/06/2017", "month-first open", 1);
        row("03/04/17 8:00|05/06/17 12:00", "month-first open", 1);
        row("03-04-2017|05-06-2017", "day-first open", 1);
        row("03.04.2017|05.06.2017", "day-first", 1);
        row("03 04, 2017|05 06, 2017", "month-first", 1);
        row("07 18, 2017|05 06, 2017", "month-first", 1);
        // Dots that can only be month first.
        row("07.18.2017|03.04.2017", "month-first", 1);
        // The same day by either order.
        row("01/01/2017|02/02/2017", "month-first", 1);
        // Both orders occur: the one that reads more, and the rest is no time.
        row("18/7/2017|19/7/2017|7/20/2017|03/04/2017", "day-first", 0.75);
        row("7/18/2017|7/19/2017|20/7/2017|03/04/2017", "month-first", 0.75);
        row("7/18/2017|20/7/2017|03/04/2017|04/05/2017", "month-first open", 0.75);
        row("31/02/2017|03/04/2017", "month-first open", 0.5);
    }
    void dayOrMonth() {
        QFETCH(QString, values);
        QFETCH(QString, expected);
        QFETCH(double, readable);
        std::vector<std::string> column;
        for (const auto& value : values.split('|')) {
            column.push_back(value.toStdString());
        }
        for (const bool named : {false, true}) {
            QCOMPARE(told(column, named), expected.toStdString());
            QCOMPARE(guess(column, named)->readable, readable);
        }
    }

    void shareOfReadable() {
        const auto result =
            guess({"1500382600", "", "NA", "1500382601", "junk", " null ", "1500382602"}, true);
        QVERIFY(result && result->format.kind == Kind::Seconds);
        QCOMPARE(result->readable, 0.75);
        QCOMPARE(told({"2017-07-18", "junk", "junk"}, true), std::string("none"));
        QCOMPARE(told({"2017-07-18", "junk"}, true), std::string("year-first"));
    }

    void mostWins() {
        QCOMPARE(told({"1500382600", "1500382601", "1500382600123"}, true), std::string("seconds"));
        QCOMPARE(told({"1500382600", "1500382600124", "1500382600123"}, true),
                 std::string("milliseconds"));
        QCOMPARE(told({"2017-07-18", "2017-07-19", "18.07.2017"}, true), std::string("year-first"));
        QCOMPARE(told({"2017-07-18", "2017-07-19", "17"}, true), std::string("year-first"));
        // Zeros stand for unknown times in some files.
        QCOMPARE(told({"0", "0", "1500382600", "1500382601"}, true), std::string("seconds"));
    }

    void farOff() {
        const auto years = guess({"2017-07-18", "1949-12-31", "1950-01-01", "2028-01-01"}, true);
        QVERIFY(years);
        QCOMPARE(years->farOff, 0.5);
        QCOMPARE(guess({"2017-07-18", "2027-12-31"}, true)->farOff, 0.0);
        QCOMPARE(guess({"4000000000", "1500382600"}, true)->farOff, 0.5);
        QCOMPARE(guess({"-5", "17"}, true)->farOff, 0.0);
        // Of the readable values, not of all.
        QCOMPARE(guess({"2017-07-18", "1949-12-31", "junk"}, true)->farOff, 0.5);
    }

    // Rows of ids and positions pass through the ranges of years and of Excel's days.
    void positions() {
        QCOMPARE(told(range(0, 3000), true), std::string("order"));
        QCOMPARE(told(range(0, 50'000), true), std::string("order"));
        QCOMPARE(told(range(0, 200'000, 10), true), std::string("order"));
        QCOMPARE(told(range(190'000, 200'000), true), std::string("order"));
        QCOMPARE(told(range(20'170'000, 20'180'000), true), std::string("order"));
        for (const auto& ids :
             {range(0, 3000), range(20'000, 80'000), range(1900, 2020),
              range(20'170'000, 20'180'000), range(0, 2'000'000'000, 1'000'000)}) {
            QCOMPARE(told(ids, false), std::string("none"));
        }
    }

    void yearAfterThis() {
        QVERIFY(nextYear() > 2024 && nextYear() < 3000);
        const std::string next = std::to_string(nextYear());
        const std::string after = std::to_string(nextYear() + 1);
        const std::vector<std::string_view> known = {"2017", next};
        const std::vector<std::string_view> unknown = {after, after};
        QVERIFY(guessTimeFormat(known, true)->format.kind == Kind::Year);
        QVERIFY(guessTimeFormat(unknown, true)->format.kind == Kind::Order);
    }

    void hostile() {
        const std::vector<std::string> values = {"-9223372036854775808",
                                                 "9223372036854775807",
                                                 "1e308",
                                                 "-1e308",
                                                 std::string(100'000, '9'),
                                                 std::string(1, '\0'),
                                                 "\xff\xfe",
                                                 "0",
                                                 "00",
                                                 "0."};
        for (const bool named : {false, true}) {
            const auto result = guess(values, named);
            QVERIFY(!result || (result->readable >= 0.5 && result->readable <= 1));
            for (const auto& value : values) {
                guess({value}, named);
            }
        }
        QVERIFY(!guessTimeFormat({}, true));
    }
};

QTEST_GUILESS_MAIN(TestTimeGuess)
#include "tst_time_guess.moc"
