#include "data/missing_value.h"

#include <QTest>

using namespace ncf;

class TestMissingValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void missing() {
        for (const char* text :
             {"",     " ",    "\t\r", "NA",   "na",   "N/A", "n/a",  "#N/A",    "#n/a", "NULL",
              "null", "Null", "nil",  "None", "none", "NaN", "nan",  "NaT",     "nat",  "\\N",
              "-",    "--",   "---",  "---:", "?",    ".",   " NA ", "\tnull\n"}) {
            QVERIFY2(isMissing(text), text);
        }
    }

    void there() {
        for (const char* text : {"0", "n", "N", "no", "..", "??", "nano", "nulls", "N A",
                                 "not a number", "#", "\\", "\xc3\xa9", "-1"}) {
            QVERIFY2(!isMissing(text), text);
        }
        QVERIFY(!isMissing(std::string_view("\0", 1)));
    }
};

QTEST_GUILESS_MAIN(TestMissingValue)
#include "tst_missing_value.moc"
