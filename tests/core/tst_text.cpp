#include "base/letter_case.h"
#include "base/text.h"

#include <QTest>

using namespace ncf;

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void utf8_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("valid");
        QTest::newRow("empty") << QByteArray() << true;
        QTest::newRow("ascii") << QByteArray("plain") << true;
        QTest::newRow("accents") << QByteArray("Am\xc3\xa9lie") << true;
        QTest::newRow("emoji") << QByteArray("\xf0\x9f\x8e\xac") << true;
        QTest::newRow("latin-1") << QByteArray("Am\xe9lie") << false;
        QTest::newRow("cut") << QByteArray("\xf0\x9f\x8e") << false;
        QTest::newRow("overlong") << QByteArray("\xc0\xaf") << false;
        QTest::newRow("overlong of three") << QByteArray("\xe0\x80\xaf") << false;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
        QTest::newRow("beyond unicode") << QByteArray("\xf4\x90\x80\x80") << false;
        QTest::newRow("continuation alone") << QByteArray("\x80") << false;
    }
    void utf8() {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, valid);
        QCOMPARE(isValidUtf8({bytes.data(), static_cast<std::size_t>(bytes.size())}), valid);
    }

    void latin1BecomesUtf8() {
        QCOMPARE(latin1ToUtf8("Am\xe9lie"), std::string("Am\xc3\xa9lie"));
        QCOMPARE(latin1ToUtf8("\x80"), std::string("\xe2\x82\xac"));  // the euro of Windows-1252
        std::string all;
        for (int byte = 0; byte < 256; ++byte) {
            all += static_cast<char>(byte);
        }
        QVERIFY(isValidUtf8(latin1ToUtf8(all)));
    }

    void caseIsFolded() {
        QCOMPARE(foldCase("Die ÄRZTE – ŁÓDŹ, ŸŽ"), std::string("die ärzte – łódź, ÿž"));
        QCOMPARE(foldCase("ΌΜΗΡΟΣ Ώρα"), std::string("όμηροσ ώρα"));
        QCOMPARE(foldCase("όμηρος"), foldCase("ΌΜΗΡΟΣ"));
        QCOMPARE(foldCase("ЁЛКА Їжак"), std::string("ёлка їжак"));
        // Neither capitals nor halves of letters.
        for (const char* same : {"×÷ßĸŉı", "千と千尋", "\xc3", "\xc3\x28", "\xf0\x9f\x8e\xac"}) {
            QCOMPARE(foldCase(same), std::string(same));
        }
    }

    void numbers() {
        QCOMPARE(parseDouble("4.5"), std::optional<double>(4.5));
        QCOMPARE(parseDouble("+3"), std::optional<double>(3));
        QCOMPARE(parseDouble("1e3"), std::optional<double>(1000));
        for (const auto* bad : {"", "4.5x", " 4", "nan", "inf", "1e999", "4,5", "--1", "+"}) {
            QVERIFY2(!parseDouble(bad), bad);
        }
        QCOMPARE(parseInteger("-12"), std::optional<std::int64_t>(-12));
        QVERIFY(!parseInteger("99999999999999999999"));
    }

    void figuresForPeople() {
        QCOMPARE(withThousands(0), std::string("0"));
        QCOMPARE(withThousands(999), std::string("999"));
        QCOMPARE(withThousands(1000209), std::string("1,000,209"));
        QCOMPARE(fixed(0.69421, 4), std::string("0.6942"));
        QCOMPARE(shortest(0.001), std::string("0.001"));
        QCOMPARE(shortest(decimal(0.1f)), std::string("0.1"));
        QCOMPARE(static_cast<float>(decimal(1.0f / 3)), 1.0f / 3);
        QCOMPARE(duration(0.31), std::string("0.3 s"));
        QCOMPARE(duration(9.96), std::string("10 s"));
        QCOMPARE(duration(185), std::string("3 min 05 s"));
        QCOMPARE(duration(3599.6), std::string("1 h 00 min"));
        QCOMPARE(duration(-1), std::string("–"));
        QCOMPARE(duration(std::nan("")), std::string("–"));
    }

    void splitsAndTrims() {
        const auto parts = splitText("a::b::", "::");
        QCOMPARE(parts.size(), std::size_t(3));
        QVERIFY(parts[0] == "a" && parts[1] == "b" && parts[2].empty());
        QVERIFY(trimmed(" \t a b \r\n") == "a b");
        QVERIFY(trimmed("  ").empty());
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "tst_text.moc"
