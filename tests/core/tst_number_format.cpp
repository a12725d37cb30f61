#include "data/number_format.h"

#include <QTest>

#include <vector>

using namespace ncf;

namespace {

using Kind = NumberFormat::Kind;

std::vector<std::string_view> viewsOf(const QByteArrayList& list) {
    std::vector<std::string_view> views;
    for (const auto& text : list) {
        views.emplace_back(text.constData(), static_cast<std::size_t>(text.size()));
    }
    return views;
}

}  // namespace

class TestNumberFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbers_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("number");
        const auto row = [](const char* text, Kind kind, double number) {
            QTest::addRow("%s as %d", text, static_cast<int>(kind))
                << QByteArray(text) << static_cast<int>(kind) << number;
        };
        row("4", Kind::Plain, 4);
        row(" -1.5 ", Kind::Plain, -1.5);
        row("1e-3", Kind::Plain, 0.001);
        row("4,5", Kind::DecimalComma, 4.5);
        row("1.234,5", Kind::DecimalComma, 1234.5);
        row("-0,25", Kind::DecimalComma, -0.25);
        row("3", Kind::DecimalComma, 3);
        row("2,219", Kind::Thousands, 2219);
        row("1,234,567.5", Kind::Thousands, 1234567.5);
        row("1 234", Kind::Thousands, 1234);
        row("1'234", Kind::Thousands, 1234);
        row("17", Kind::Thousands, 17);
        row("True", Kind::Words, 1);
        row("FALSE", Kind::Words, 0);
        row("yes", Kind::Words, 1);
        row("dislike", Kind::Words, 0);
        row("nein", Kind::Words, 0);
        row("喜欢", Kind::Words, 1);
        row("five stars", Kind::Words, 5);
        row("4 Stars", Kind::Words, 4);
        row("3.5 out of 5", Kind::Words, 3.5);
        row("4/5", Kind::Words, 4);
        row("three", Kind::Words, 3);
        row("★★★☆☆", Kind::Words, 3);
        row("2", Kind::Words, 2);
    }
    void numbers() {
        QFETCH(QByteArray, text);
        QFETCH(int, kind);
        QFETCH(double, number);
        const auto read = parseNumber(text.toStdString(), {static_cast<Kind>(kind)});
        QVERIFY(read.has_value());
        QCOMPARE(*read, number);
    }

    void whatIsNoNumber() {
        for (const auto& [text, kind] : {std::pair{"", Kind::Plain},
                                         {"4,5", Kind::Plain},
                                         {"inf", Kind::Plain},
                                         {"nan", Kind::Plain},
                                         {"1e999", Kind::Plain},
                                         {"2,5", Kind::Thousands},
                                         {"12,34", Kind::Thousands},
                                         {"0,512", Kind::Thousands},
                                         {"1,2,3", Kind::DecimalComma},
                                         {"1234.5.6", Kind::Thousands},
                                         {"maybe", Kind::Words},
                                         {"star", Kind::Words},
                                         {"-", Kind::DecimalComma},
                                         {",", Kind::DecimalComma}}) {
            QVERIFY2(!parseNumber(text, {kind}), text);
        }
        QVERIFY(!parseNumber(std::string(500, '1'), {Kind::Thousands}));
    }

    void columns_data() {
        QTest::addColumn<QByteArrayList>("values");
        QTest::addColumn<int>("kind");
        QTest::newRow("stars") << QByteArrayList{"4", "5", "NA", "3.5"} << int(Kind::Plain);
        QTest::newRow("halves") << QByteArrayList{"2,5", "3", "4,5", ""} << int(Kind::DecimalComma);
        QTest::newRow("plays") << QByteArrayList{"2,219", "17", "12,000"} << int(Kind::Thousands);
        QTest::newRow("all of three digits")
            << QByteArrayList{"2,219", "3,226"} << int(Kind::Thousands);
        QTest::newRow("thousands that are decimals")
            << QByteArrayList{"2,219", "3,2"} << int(Kind::DecimalComma);
        QTest::newRow("a word among many numbers")
            << QByteArrayList{"1", "2", "3", "4", "5", "1", "2", "3", "4", "bad", "4"}
            << int(Kind::Plain);
        QTest::newRow("answers") << QByteArrayList{"yes", "no", "yes"} << int(Kind::Words);
    }
    void columns() {
        QFETCH(QByteArrayList, values);
        QFETCH(int, kind);
        const auto guess = guessNumberFormat(viewsOf(values));
        QVERIFY(guess.has_value());
        QCOMPARE(static_cast<int>(guess->format.kind), kind);
        QVERIFY(guess->readable > 0.9);
    }

    void textIsNoColumnOfNumbers() {
        QVERIFY(!guessNumberFormat(viewsOf({"Heat", "Alien", "5"})));
        QVERIFY(!guessNumberFormat(viewsOf({"", "NA"})));
    }

    void keysLeadBack() {
        for (const Kind kind : {Kind::Plain, Kind::DecimalComma, Kind::Thousands, Kind::Words}) {
            QCOMPARE(static_cast<int>(numberFormatOfKey(numberFormatKey({kind}))->kind),
                     static_cast<int>(kind));
        }
        QVERIFY(!numberFormatOfKey("roman"));
    }
};

QTEST_APPLESS_MAIN(TestNumberFormat)
#include "tst_number_format.moc"
