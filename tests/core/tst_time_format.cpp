#include "data/time_format.h"

#include <QTest>

#include <chrono>
#include <date/date.h>
#include <random>

using namespace ncf;

using Kind = TimeFormat::Kind;
Q_DECLARE_METATYPE(Kind)

namespace {

// 2017-07-18, and its 12:56:40.
constexpr qint64 kDay = 1500336000;
constexpr qint64 kNoon = kDay + 46600;

struct Reading {
    const char* text;
    qint64 seconds;
};

void addRows(Kind kind, std::initializer_list<Reading> readings) {
    for (const auto& [text, seconds] : readings) {
        QTest::addRow("%s: %s", timeFormatKey({kind}).c_str(), text)
            << QByteArray(text) << kind << seconds;
    }
}

void addBad(Kind kind, std::initializer_list<const char*> texts) {
    for (const char* text : texts) {
        QTest::addRow("%s: %s", timeFormatKey({kind}).c_str(), text) << QByteArray(text) << kind;
    }
}

}  // namespace

class TestTimeFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keys() {
        const auto all = allTimeFormats();
        QCOMPARE(all.size(), std::size_t(13));
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(static_cast<std::size_t>(all[i].kind), i);
            QVERIFY(timeFormatOfKey(timeFormatKey(all[i])) == all[i]);
            QVERIFY(!timeFormatName(all[i]).empty());
        }
        QCOMPARE(timeFormatKey({Kind::DayFirst}), std::string("day-first"));
        QCOMPARE(timeFormatName({Kind::Seconds}), std::string("seconds since 1970"));
        QVERIFY(!timeFormatOfKey("Seconds"));
        QVERIFY(!timeFormatOfKey(""));
    }

    void reads_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<qint64>("seconds");
        addRows(Kind::Order, {{"17", 17},
                              {"0", 0},
                              {"-3", -3},
                              {"2.75", 2},
                              {"-2.75", -3},
                              {"1e3", 1000},
                              {"4000000000000000000", 4000000000000000000}});
        addRows(Kind::Seconds, {{"1500382600", kNoon},
                                {" 1500382600\r", kNoon},
                                {"+1500382600", kNoon},
                                {"1500382600.999", kNoon},
                                {"1.5e9", 1500000000},
                                {"0", 0},
                                {"-1", -1},
                                {"-0.5", -1},
                                {"253402300799", 253402300799},
                                {"-62167219200", -62167219200}});
        addRows(Kind::Milliseconds, {{"1500382600999", kNoon},
                                     {"1.500382600999e12", kNoon},
                                     {"1500382600999.9", kNoon},
                                     {"-1", -1},
                                     {"-1000", -1},
                                     {"-1001", -2}});
        addRows(Kind::Microseconds, {{"1500382600999999", kNoon}, {"1", 0}, {"-1", -1}});
        addRows(Kind::Nanoseconds, {{"1500382600999999999", kNoon},
                                    {"1.500382600e18", kNoon},
                                    {"10000000000000000000", 10000000000},
                                    {"-9223372036854775808", -9223372037}});
        addRows(Kind::CompactDate, {{"20170718", kDay},
                                    {"20170718.0", kDay},
                                    {"201707181256", kDay + 46560},
                                    {"20170718125640", kNoon},
                                    {"20170718125640.5", kNoon},
                                    {"20170718125640Z", kNoon},
                                    {"20170718T125640Z", kNoon},
                                    {"20170718T1256", kDay + 46560},
                                    {"20170718T125640+0200", kNoon - 7200},
                                    {"20170718 12:56:40", kNoon},
                                    {"19691231", -86400}});
        addRows(Kind::Year, {{"2017", 1483228800}, {"2017.0", 1483228800}, {"1970", 0}});
        addRows(Kind::YearMonth, {{"2017-07", 1498867200},
                                  {"2017-7", 1498867200},
                                  {"2017/07", 1498867200},
                                  {"201707", 1498867200},
                                  {"201707.0", 1498867200}});
        addRows(Kind::ExcelDays, {{"42934", kDay},
                                  {"42934.5403", kDay + 46682},
                                  {"42934.539351851852", kNoon},
                                  {"42934.5393518518", kNoon},
                                  {"25569", 0},
                                  {"0", -2209161600}});
        addRows(Kind::YearFirst, {{"2017-07-18", kDay},
                                  {"2017-7-18", kDay},
                                  {"2017/7/18", kDay},
                                  {"2017.07.18", kDay},
                                  {"2017 07 18", kDay},
                                  {"Tue, 2017-07-18", kDay},
                                  {"2017-07-18 8:13:00", kDay + 29580},
                                  {"2017-07-18 8:13", kDay + 29580},
                                  {"2017/7/18 8:13", kDay + 29580},
                                  {"2017-07-18T12:56:40Z", kNoon},
                                  {"2017-07-18t12:56:40z", kNoon},
                                  {"2017-07-18T12:56:40.123456Z", kNoon},
                                  {"2017-07-18 12:56:40.123456789", kNoon},
                                  {"2017-07-18 12:56:40,123", kNoon},
                                  {"2017-07-18T12:56:40+02:00", kNoon - 7200},
                                  {"2017-07-18T12:56:40.5-05:30", kNoon + 19800},
                                  {"2017-07-18T12:56:40+0200", kNoon - 7200},
                                  {"2017-07-18T12:56:40+02", kNoon - 7200},
                                  {"2017-07-18 12:56:40 +0200", kNoon - 7200},
                                  {"2017-07-18 12:56:40 UTC", kNoon},
                                  {"2017-07-18 12:56:40 GMT", kNoon},
                                  {"2017-07-18 12:56:40 CEST", kNoon - 7200},
                                  {"2017-07-18 12:56:40 PST", kNoon + 28800},
                                  {"2017-07-18 12:56:40 GMT+2", kNoon - 7200},
                                  {"2017-07-18 12:56:40 PM", kNoon},
                                  {"2017-07-18 12:56:40 AM", kNoon - 43200},
                                  {"2017-07-18 00:56:40 PM", kNoon},
                                  {"2017-07-18 13:00 PM", kDay + 46800},
                                  {"2017-07-18T12", kDay + 43200},
                                  {"2017-07-18T1256", kDay + 46560},
                                  {"2017-07-18T125640Z", kNoon},
                                  {"2017-07-18T24:00", kDay + 86400},
                                  {"2016-12-31T23:59:60Z", 1483228800},
                                  {"2016-02-29", 1456704000},
                                  {"1969-07-20", -14256000},
                                  {"0000-01-01", -62167219200},
                                  {"9999-12-31T23:59:59", 253402300799}});
        addRows(Kind::DayFirst, {{"18.07.2017", kDay},
                                 {"18. 7. 2017", kDay},
                                 {"18.7.17", kDay},
                                 {"18-07-2017", kDay},
                                 {"18/7/17 12:56", kDay + 46560},
                                 {"18.07.2017, 12:56:40", kNoon},
                                 {"18.07.2017 12:56:40 CEST", kNoon - 7200},
                                 {"Di, 18.07.2017", kDay},
                                 {"01/02/68", 3095280000},
                                 {"01/02/69", -28857600}});
        addRows(Kind::MonthFirst, {{"7/18/2017", kDay},
                                   {"07 18, 2017", kDay},
                                   {"7 18, 2017", kDay},
                                   {"7/18/2017 8:26", kDay + 30360},
                                   {"7/18/2017 8:26:01 PM", kDay + 73561},
                                   {"7/18/2017, 8:26:01\u202fPM", kDay + 73561},
                                   {"7/18/2017 8:26 PM", kDay + 73560},
                                   {"7/18/2017 8:26 p.m.", kDay + 73560},
                                   {"7/18/2017 8:26pm EDT", kDay + 73560 + 14400},
                                   {"7-18-17", kDay},
                                   {"mar. 7/18/2017", kDay}});
        addRows(Kind::Named,
                {{"July 18, 2017", kDay},
                 {"JULY 18, 2017", kDay},
                 {"July 18th, 2017", kDay},
                 {"Jul 18 2017 3:04PM", kDay + 54240},
                 {"18 July 2017", kDay},
                 {"18-Jul-17", kDay},
                 {"18-JUL-2017 12:56:40", kNoon},
                 {"18JUL2017:12:56:40", kNoon},
                 {"18/Jul/2017:12:56:40 +0200", kNoon - 7200},
                 {"Jul 18, 17", kDay},
                 {"18 Jul 69", -14428800},
                 {"2017-Jul-18", kDay},
                 {"July 2017", 1498867200},
                 {"Tuesday, July 18, 2017 at 12:56", kDay + 46560},
                 {"Tue, 18 Jul 2017 12:56:40 GMT", kNoon},
                 {"Tue, 18 Jul 2017 12:56:40 +0200", kNoon - 7200},
                 {"Tue, 18 Jul 2017 12:56:40 -0400 (EDT)", kNoon + 14400},
                 {"Tue Jul 18 12:56:40 2017", kNoon},
                 {"Sat Jul  1 12:56:40 2017", kNoon - 17 * 86400},
                 {"Tue Jul 18 12:56:40 UTC 2017", kNoon},
                 {"Tue Jul 18 12:56:40 PDT 2017", kNoon + 25200},
                 {"Tue Jul 18 12:56:40 +0000 2017", kNoon},
                 {"Tue Jul 18 2017 12:56:40 GMT+0200 (Central European Summer Time)", kNoon - 7200},
                 {"18. Juli 2017", kDay},
                 {"18. Juli 2017 um 12:56 Uhr", kDay + 46560},
                 {"Dienstag, 18. Juli 2017", kDay},
                 {"18. März 2017", 1489795200},
                 {"18. MÄRZ 2017", 1489795200},
                 {"1. Jänner 2017", 1483228800},
                 {"18 juillet 2017", kDay},
                 {"mar. 18 juil. 2017", kDay},
                 {"mardi 18 juillet 2017 à 12:56", kDay + 46560},
                 {"18 mar 2017", 1489795200},
                 {"18 mar. mars 2017", 1489795200},
                 {"1er août 2017", 1501545600},
                 {"18\u00a0AOÛT\u00a02017", 1503014400},
                 {"18 de julio de 2017", kDay},
                 {"18 de septiembre del 2017", 1505692800},
                 {"2017年7月18日", kDay},
                 {"2017年07月18日 12:56:40", kNoon}});
    }
    void reads() {
        QFETCH(QByteArray, text);
        QFETCH(Kind, kind);
        QFETCH(qint64, seconds);
        const auto time = parseTime(text.toStdString(), {kind});
        QVERIFY(time);
        QCOMPARE(qint64(*time), seconds);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Kind>("kind");
        addBad(Kind::Order, {"", "x", "4000000000000000001", "-9223372036854775808", "1e19", "nan",
                             "99999999999999999999", "2017-07-18"});
        addBad(Kind::Seconds, {"", "-", "1500382600x", "253402300800", "-62167219201", "1e300",
                               "inf", "-inf", "nan", "0x10", "1 500", "9223372036854775807",
                               "-9223372036854775808", "1e99999", "2017-07-18"});
        addBad(Kind::Milliseconds, {"253402300800000", "9223372036854775807"});
        addBad(Kind::Nanoseconds, {"1e40", "-1e40"});
        addBad(Kind::CompactDate, {"20170230", "20171301", "20170700", "2017071", "201707181",
                                   "20170718256", "201707182500", "20170718126040", "2017071812",
                                   "20170718T", "2017-07-18", "20170718x", "-20170718"});
        addBad(Kind::Year, {"17", "20177", "2017.5", "-2017", "2017-", "1e3"});
        addBad(Kind::YearMonth, {"2017", "2017-13", "2017-00", "201713", "2017-07-18", "2017.07"});
        addBad(Kind::ExcelDays, {"", "-1", "2958466", "2958465.9999999", "1e300", "nan"});
        addBad(Kind::YearFirst, {"",
                                 "2021-02-29",
                                 "1900-02-29",
                                 "2020-13-01",
                                 "2020-00-10",
                                 "0000-00-00",
                                 "2020-01-32",
                                 "2020-01-00",
                                 "17-07-18",
                                 "20177-07-18",
                                 "2017-07",
                                 "2017-07/18",
                                 "2017-07-188",
                                 "2017-07-18 25:00",
                                 "2017-07-18 24:01",
                                 "2017-07-18 12:60",
                                 "2017-07-18 12:56:61",
                                 "2017-07-18 13:00 AM",
                                 "2017-07-18 25:00 PM",
                                 "2017-07-18 12",
                                 "2017-07-18T",
                                 "2017-07-18 ,",
                                 "2017-07-18 12:56:40 XYZ",
                                 "2017-07-18 12:56:40 Z Z",
                                 "2017-07-18 12:56:40 +",
                                 "2017-07-18 12:56:40 +1600",
                                 "2017-07-18 12:56:40 +0260",
                                 "2017-07-18 12:56:40 +020",
                                 "2017-07-18 12:56:40.",
                                 "2017-07-18 12:56:40 July",
                                 "2017-07-18 12:56:40 (unclosed",
                                 "2017-07-1812:56",
                                 "Xyz, 2017-07-18",
                                 "-2017-07-18",
                                 "99999999999999999999-01-01",
                                 "0000-01-01 00:00 +0100",
                                 "9999-12-31 23:59 -0100",
                                 "9999-12-31 24:00"});
        addBad(Kind::DayFirst,
               {"07/18/2017", "31.04.2017", "18.07", "18.07.2", "18.07.201", "18.07.20177",
                "18.07/2017", "180.7.2017", "18.07.2017x", "..", "18.7.2017 25:00",
                "31.12.9999 24:00"});
        addBad(Kind::MonthFirst, {"18/7/2017", "02/30/2017", "7/18", "07 18,", "07, 18, 2017"});
        addBad(Kind::Named, {"",
                             "July",
                             "2017",
                             "July 18",
                             "18 July",
                             "31 June 2017",
                             "July 32, 2017",
                             "Julember 18, 2017",
                             "July 18, 2017 25:00",
                             "July 18, 2017 12:00 XYZ",
                             "July 18, 2017 12:00 13:00",
                             "July 18, 2017 UTC",
                             "July 18, 2017 +0200",
                             "July 18, 2017 12:00 UTC UTC",
                             "July August 18, 2017",
                             "July 18, 2017, 2018",
                             "July 18 19 20",
                             "July 1 7",
                             "July 18, 201",
                             "July 18, 20177",
                             "99999999999999999999 July 2017",
                             "July 18, 2017!",
                             "December 31, 9999 24:00",
                             "July 18, 2017 (x",
                             "may the fourth be with you",
                             "年月日",
                             "2017年13月1日"});
    }
    void refuses() {
        QFETCH(QByteArray, text);
        QFETCH(Kind, kind);
        QVERIFY(!parseTime(text.toStdString(), {kind}));
    }

    // Dates written by another library, read back.
    void thousandDates() {
        std::mt19937_64 random(17);
        const auto draw = [&](std::int64_t from, std::int64_t to) {
            return from +
                   static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(to - from));
        };
        const std::vector<std::pair<Kind, const char*>> toTheSecond = {
            {Kind::CompactDate, "%Y%m%d%H%M%S"},
            {Kind::CompactDate, "%Y%m%dT%H%M%SZ"},
            {Kind::YearFirst, "%Y-%m-%d %H:%M:%S"},
            {Kind::YearFirst, "%Y-%m-%dT%H:%M:%S.25Z"},
            {Kind::YearFirst, "%Y/%m/%d %I:%M:%S %p"},
            {Kind::DayFirst, "%d.%m.%Y %H:%M:%S"},
            {Kind::DayFirst, "%d/%m/%Y, %I:%M:%S %p"},
            {Kind::MonthFirst, "%m/%d/%Y %I:%M:%S %p"},
            {Kind::Named, "%a, %d %b %Y %H:%M:%S GMT"},
            {Kind::Named, "%a %b %d %H:%M:%S %Y"},
            {Kind::Named, "%A, %B %d, %Y at %I:%M:%S %p UTC"},
        };
        const std::vector<std::pair<Kind, const char*>> toTheDay = {
            {Kind::CompactDate, "%Y%m%d"},   {Kind::YearFirst, "%Y-%m-%d"},
            {Kind::YearFirst, "%Y.%m.%d"},   {Kind::DayFirst, "%d-%m-%Y"},
            {Kind::MonthFirst, "%m %d, %Y"}, {Kind::Named, "%d-%b-%Y"},
            {Kind::Named, "%B %d, %Y"},      {Kind::Named, "%Y年%m月%d日"},
        };
        QStringList wrong;
        for (int i = 0; i < 1000; ++i) {
            // The years 1000 to 9999, so that each has four digits.
            const std::int64_t seconds = draw(-30610224000, 253402300800);
            const date::sys_seconds time{std::chrono::seconds(seconds)};
            const auto check = [&](Kind kind, const std::string& text, std::int64_t expected) {
                if (parseTime(text, {kind}) != expected) {
                    wrong << QString::fromStdString(timeFormatKey({kind}) + ": " + text);
                }
            };
            for (const auto& [kind, format] : toTheSecond) {
                check(kind, date::format(format, time), seconds);
            }
            const auto day = date::floor<date::days>(time);
            const auto midnight = [](date::sys_days at) {
                return date::sys_seconds(at).time_since_epoch().count();
            };
            for (const auto& [kind, format] : toTheDay) {
                check(kind, date::format(format, day), midnight(day));
            }
            const date::year_month_day parts(day);
            check(Kind::Year, date::format("%Y", day), midnight(parts.year() / 1 / 1));
            check(Kind::YearMonth, date::format("%Y-%m", day),
                  midnight(parts.year() / parts.month() / 1));
            const auto shift = draw(-14 * 60, 14 * 60) * 60;
            const auto sign = shift < 0 ? "-" : "+";
            const auto offset = date::format("%H:%M", std::chrono::seconds(std::abs(shift)));
            check(Kind::YearFirst, date::format("%FT%T", time) + sign + offset, seconds - shift);

            const auto digits = std::to_string(seconds);
            check(Kind::Order, digits, seconds);
            check(Kind::Seconds, digits, seconds);
            check(Kind::Seconds, digits + ".0", seconds);
            check(Kind::Milliseconds, std::to_string(seconds * 1000 + draw(0, 1000)), seconds);
            check(Kind::Microseconds, std::to_string(seconds * 1000000 + draw(0, 1000000)),
                  seconds);
            // Nanoseconds reach the years 1677 to 2262.
            const auto near = draw(-9000000000, 9000000000);
            check(Kind::Nanoseconds, std::to_string(near * 1000000000 + draw(0, 1000000000)), near);
            const auto sinceExcel = std::abs(seconds) % (2958466LL * 86400);
            char days[40];
            std::snprintf(days, sizeof days, "%.9f", static_cast<double>(sinceExcel) / 86400);
            check(Kind::ExcelDays, days, sinceExcel - 25569LL * 86400);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 10).join('\n')));
    }

    // Nothing here is a time; none of it may be more than refused.
    void hostile() {
        std::vector<std::string> texts = {std::string(1, '\0'),
                                          std::string("2017-07-18\0", 11),
                                          std::string("\0002017-07-18", 11),
                                          "2017-07-18 \xff",
                                          "\xc3",
                                          "\xe2\x80",
                                          "18 \xc3 2017",
                                          "++1",
                                          "--1",
                                          "(",
                                          ")",
                                          ":",
                                          "::",
                                          "1:",
                                          ":1"};
        for (const char c : {'9', '-', '.', ' ', ':', '(', 'a', '\xc3', '\xe6'}) {
            texts.push_back(std::string(100'000, c));
            texts.push_back("2017-07-18 12:56:40." + std::string(1000, c) + "!");
            texts.push_back("18 July 2017 12:56:40" + std::string(1000, c) + "!");
        }
        for (const auto& text : texts) {
            for (const auto format : allTimeFormats()) {
                QVERIFY2(!parseTime(text, format), text.c_str());
            }
        }
    }

    // Valid times with bytes exchanged, left out and doubled: whatever is read is in range.
    void mangled() {
        const std::vector<std::string> seeds = {"1500382600.25",
                                                "-9223372036854775808",
                                                "20170718T125640Z",
                                                "42934.5403",
                                                "2017-07-18T12:56:40,1+02:00",
                                                "18/7/17 12:56 PM",
                                                "07 18, 2017",
                                                "Tue, 18 Jul 2017 12:56:40 -0400 (EDT)",
                                                "18. März 2017 um 8:00",
                                                "2017年7月18日 12:56:40"};
        const std::string bytes("0123456789+-.:/, ()TZAPMeé年\0\xff", 35);
        std::mt19937_64 random(4);
        for (int i = 0; i < 50'000; ++i) {
            std::string text = seeds[random() % seeds.size()];
            for (auto edits = random() % 4; edits > 0 && !text.empty(); --edits) {
                const auto at = random() % text.size();
                switch (random() % 3) {
                    case 0:
                        text[at] = bytes[random() % bytes.size()];
                        break;
                    case 1:
                        text.erase(at, 1);
                        break;
                    default:
                        text.insert(at, text.substr(at, 1 + random() % 5));
                }
            }
            for (const auto format : allTimeFormats()) {
                const auto time = parseTime(text, format);
                const std::int64_t limit =
                    format.kind == Kind::Order ? 4'000'000'000'000'000'000 : 253'402'400'000;
                QVERIFY2(!time || (*time >= -limit && *time <= limit), text.c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTimeFormat)
#include "tst_time_format.moc"
