#include "data/layout.h"
#include "data/python_literal.h"
#include "data/table_detection.h"
#include "support/piece_source.h"

#include <QTest>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace ncf;
using test::asCsvInPieces;

class TestJsonRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsAreTheKeysInTheOrderOfMeeting() {
        const auto [csv, rejected] = asCsvInPieces(
            "{\"user\": \"u1\", \"item\": \"i,1\", \"rating\": 4.50}\n"
            "\n"
            "{\"item\":\"say \\\"hi\\\"\",\"user\":\"u2\",\"when\":1700000000}\r\n"
            "{\"rating\": null, \"user\": \"\\u00e9\\n\", \"item\": 7, \"good\": true}",
            Layout::JsonLines);
        QCOMPARE(csv, std::string("user,item,rating,when,good,source line\n"
                                  "u1,\"i,1\",4.50,,,1\n"
                                  "u2,\"say \"\"hi\"\"\",,1700000000,,3\n"
                                  "\"é\n\",7,,,true,4\n"));
        QCOMPARE(rejected.count, std::uint64_t(0));
    }

    void noDigitOfAnIdIsLost() {
        const auto [csv, rejected] = asCsvInPieces(
            "{\"a\":9007199254740993,\"b\":18446744073709551615,\"c\":-1e-7,"
            "\"d\":123456789012345678901234567890,\"e\":9223372036854775808}\n",
            Layout::JsonLines);
        QCOMPARE(csv, std::string("a,b,c,d,e,source line\n"
                                  "9007199254740993,18446744073709551615,-1e-7,"
                                  "123456789012345678901234567890,9223372036854775808,1\n"));
    }

    void nestedValuesStayJson() {
        const auto [csv, rejected] = asCsvInPieces(
            "{\"user\":1,\"tags\":[\"a, b\", {\"x\" : [ ]}],\"geo\":{ \"lat\": 1.5 },\"n\":2}\n",
            Layout::JsonLines);
        QCOMPARE(csv,
                 std::string("user,tags,geo,n,source line\n"
                             "1,\"[\"\"a, b\"\",{\"\"x\"\":[]}]\",\"{\"\"lat\"\":1.5}\",2,1\n"));
    }

    void aRepeatedKeyHasItsLastValue() {
        QCOMPARE(asCsvInPieces("{\"a\":1,\"b\":2,\"a\":3}\n", Layout::JsonLines).csv,
                 std::string("a,b,source line\n3,2,1\n"));
    }

    void brokenLinesAreRefusedOneByOne_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("cut off") << QByteArray("{\"a\": 1, \"b\": \"x") << QByteArray("broken");
        QTest::newRow("no comma") << QByteArray("{\"a\": 1 \"b\": 2}") << QByteArray("broken");
        QTest::newRow("no colon") << QByteArray("{\"a\" 1}") << QByteArray("broken");
        QTest::newRow("no value") << QByteArray("{\"a\":}") << QByteArray("broken");
        QTest::newRow("a word") << QByteArray("{\"a\": yes}") << QByteArray("broken");
        QTest::newRow("half a number") << QByteArray("{\"a\": 12abc}") << QByteArray("broken");
        QTest::newRow("wrong bracket") << QByteArray("{\"a\": [1, 2}}") << QByteArray("broken");
        QTest::newRow("two objects") << QByteArray("{\"a\": 1} {\"a\": 2}") << QByteArray("more");
        QTest::newRow("array") << QByteArray("[1, 2, 3]") << QByteArray("no JSON object");
        QTest::newRow("text") << QByteArray("user,item") << QByteArray("no JSON object");
        QTest::newRow("open quote") << QByteArray("{'a': 'x, 'b': 2}") << QByteArray("broken");
        QTest::newRow("open brace") << QByteArray("{") << QByteArray("broken");
        QTest::newRow("latin-1") << QByteArray("{\"a\": \"\xe9\"}") << QByteArray("UTF-8");
        QTest::newRow("lone surrogate")
            << QByteArray("{\"a\": \"\\ud83d\"}") << QByteArray("broken");
        QTest::newRow("deep") << QByteArray("{\"a\": ") + QByteArray(65, '[') +
                                     QByteArray(65, ']') + "}"
                              << QByteArray("deep");
        QTest::newRow("very deep")
            << QByteArray("{\"a\": ") + QByteArray(300000, '[') << QByteArray("broken");
        QTest::newRow("objects, very deep")
            << QByteArray("{\"a\":").repeated(100000) << QByteArray("");
    }
    void brokenLinesAreRefusedOneByOne() {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, reason);
        const auto text = "{\"a\":1}\n" + line.toStdString() + "\n{\"a\":3}\n";
        const auto [csv, rejected] = asCsvInPieces(text, Layout::JsonLines);
        QCOMPARE(csv, std::string("a,source line\n1,1\n3,3\n"));
        QCOMPARE(rejected.count, std::uint64_t(1));
        QCOMPARE(rejected.listed[0].line, std::uint64_t(2));
        QVERIFY2(QByteArray::fromStdString(rejected.listed[0].reason).contains(reason),
                 rejected.listed[0].reason.c_str());
        QVERIFY(rejected.listed[0].text.size() <= 200);
    }

    void depthUpToTheLimitIsRead() {
        const std::string nested = std::string(64, '[') + std::string(64, ']');
        QCOMPARE(asCsvInPieces("{\"a\":" + nested + "}\n", Layout::JsonLines).csv,
                 "a,source line\n" + nested + ",1\n");
    }

    void aLineThatIsTooLongIsPassedOver() {
        RejectedRows rejected;
        const std::string text = "{\"a\":1}\n{\"a\":\"" + std::string(17 << 20, 'x') +
                                 "\"}\n{\"a\":3}\n{\"a\":\"" + std::string(15 << 20, 'y') + "\"}\n";
        const auto source =
            asCsv(std::make_unique<test::PieceSource>(text, 65536), Layout::JsonLines, rejected);
        const auto csv = test::allOf(*source);
        QCOMPARE(csv.substr(0, 22), std::string("a,source line\n1,1\n3,3\n"));
        QVERIFY(csv.size() > (15 << 20));
        QCOMPARE(rejected.count, std::uint64_t(1));
        QCOMPARE(rejected.listed[0].line, std::uint64_t(2));
        QCOMPARE(rejected.listed[0].reason, std::string("it is longer than 16 MiB"));
        QCOMPARE(rejected.listed[0].text.size(), std::size_t(200));
    }

    void anElementThatIsTooLongIsPassedOver() {
        RejectedRows rejected;
        const std::string text =
            "[{\"a\":1},{\"a\":\"" + std::string(17 << 20, 'x') + "\"},{\"a\":3}]";
        const auto source =
            asCsv(std::make_unique<test::PieceSource>(text, 65536), Layout::JsonArray, rejected);
        QCOMPARE(test::allOf(*source), std::string("a,source line\n1,1\n3,3\n"));
        QCOMPARE(rejected.count, std::uint64_t(1));
        QCOMPARE(rejected.listed[0].line, std::uint64_t(2));
    }

    void theFirstThousandObjectsNameTheColumns() {
        std::string text;
        std::string expected = "a,late,source line\n";
        for (int i = 1; i <= 1500; ++i) {
            const auto n = std::to_string(i);
            const bool late = i == 1000;
            const bool tooLate = i == 1001;
            text +=
                "{\"a\":" + n + (late ? ",\"late\":1" : "") + (tooLate ? ",\"too\":1" : "") + "}\n";
            expected += n + "," + (late ? "1" : "") + "," + n + "\n";
        }
        QCOMPARE(asCsvInPieces(text, Layout::JsonLines).csv, expected);
    }

    void objectsKeyedByIdsDoNotWidenEveryRow() {
        std::string text = "{\"u\":1";
        for (int i = 0; i < 5000; ++i) {
            text += ",\"k" + std::to_string(i) + "\":1";
        }
        text += "}\n{\"u\":2}\n";
        const auto csv = asCsvInPieces(text, Layout::JsonLines).csv;
        QVERIFY(std::count(csv.begin(), csv.end(), ',') <= 3000);
    }

    void pythonsNotationIsRead() {
        const auto [csv, rejected] = asCsvInPieces(
            "{'user': u'76561', 'text': 'it\\'s \"good\"', 'hours': 3.5, 'early': True, 'x': "
            "None}\n"
            "{'user': \"it's\", u'hours': 12L, 'early': False, 'text': 'caf\\xe9 \\U0001F3AC "
            "\\q'}\n"
            "{\"user\": 'mixed', 'text': 'a\tb', 'hours': -1e-05, 'x': ('a', {'b': [None,]},)}\n"
            "{\"user\": \"plain\", \"hours\": NaN}\n"
            "{'user': datetime.datetime(2014, 1, 2)}\n",
            Layout::JsonLines);
        QCOMPARE(csv, std::string("user,text,hours,early,x,source line\n"
                                  "76561,\"it's \"\"good\"\"\",3.5,true,,1\n"
                                  "it's,café 🎬 \\q,12,false,,2\n"
                                  "mixed,a\tb,-1e-05,,\"[\"\"a\"\",{\"\"b\"\":[null]}]\",3\n"
                                  "plain,,,,,4\n"));
        QCOMPARE(rejected.count, std::uint64_t(1));
        QCOMPARE(rejected.listed[0].line, std::uint64_t(5));
    }

    void pythonBecomesJson() {
        const std::vector<std::pair<std::string, std::string>> cases = {
            {"{\"a\": \"b\\/c\\u00e9\\\\\"}", "{\"a\": \"b\\/c\\u00e9\\\\\"}"},
            {"{'a': 'True, None'}", "{\"a\": \"True, None\"}"},
            {"{'a': r'\\d', 'b': b'x'}", "{\"a\": \"\\\\d\", \"b\": \"x\"}"},
            {"{'a': -Infinity, 'b': nan}", "{\"a\": null, \"b\": null}"},
            {"{'a': (1, 2,),}", "{\"a\": [1, 2]}"},
            {"'open", "\"open"},
            {"'\\", "\"\\"},
            {"'\\x4", "\"\\\\x4"},
            {"", ""}};
        for (const auto& [python, json] : cases) {
            QCOMPARE(pythonAsJson(python), json);
        }
    }

    void arraysAreReadElementByElement_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("one line") << QByteArray(
            "[{\"a\":\"x]\",\"b\":[1,{}]},{\"b\":2,\"a\":\"y\"}]");
        QTest::newRow("many lines") << QByteArray(
            "\n[\n  {\n    \"a\": \"x]\",\n    \"b\": [\n 1,\n {\n}\n    ]\n  },\n  {\n"
            "    \"b\": 2,\n    \"a\": \"y\"\n  }\n]\n");
        QTest::newRow("in an object") << QByteArray(
            "{\"count\": 2, \"note\": \"[{\", \"schema\": {\"fields\": [{\"name\": \"a\"}]},"
            "\"ids\": [1, 2], \"data\": [ {\"a\":\"x]\",\"b\":[1,{}]} , {\"b\":2,\"a\":\"y\"} ],"
            "\"more\": [{\"a\": 9}]}");
        QTest::newRow("python") << QByteArray("[{'a': 'x]', 'b': [1, {}]}, {'b': 2, 'a': u'y'}]");
    }
    void arraysAreReadElementByElement() {
        QFETCH(QByteArray, text);
        const auto [csv, rejected] = asCsvInPieces(text.toStdString(), Layout::JsonArray);
        QCOMPARE(csv, std::string("a,b,source line\nx],\"[1,{}]\",1\ny,2,2\n"));
        QCOMPARE(rejected.count, std::uint64_t(0));
    }

    void elementsThatAreNoObjectsAreRefused() {
        const auto [csv, rejected] = asCsvInPieces(
            "[{\"a\":1}, 5, \"x,]\", null, [{\"a\":2}], {\"a\" 3}, {\"a\":4}]", Layout::JsonArray);
        QCOMPARE(csv, std::string("a,source line\n1,1\n4,7\n"));
        QCOMPARE(rejected.count, std::uint64_t(5));
        QCOMPARE(rejected.listed[1].text, std::string("\"x,]\""));
        QCOMPARE(rejected.listed[4].line, std::uint64_t(6));
    }

    void aCutArrayIsReadAsFarAsItGoes() {
        const auto [csv, rejected] =
            asCsvInPieces("[{\"a\":1}, {\"a\":2}, {\"a\":\"th", Layout::JsonArray);
        QCOMPARE(csv, std::string("a,source line\n1,1\n2,2\n"));
        QCOMPARE(rejected.count, std::uint64_t(2));
        QCOMPARE(rejected.listed[0].text, std::string("{\"a\":\"th"));
        QVERIFY(rejected.listed[1].reason.find("cut off") != std::string::npos);
    }

    void textWithoutAnArrayHasNoRows() {
        for (const char* text : {"{\"a\": {\"b\": [1, 2]}}", "{", "no JSON", "\"[{\""}) {
            const auto [csv, rejected] = asCsvInPieces(text, Layout::JsonArray);
            QCOMPARE(csv, std::string("source line\n"));
            QCOMPARE(rejected.count, std::uint64_t(1));
        }
    }

    // Keys and values that would speak against a comma, a header or plain quotes in a file of CSV.
    void whatIsMadeIsNotGuessedAt() {
        const auto csv = asCsvInPieces(
                             "{\"#user\":\"a\",\"2\":\"b\",\"text\":\"C:\\\\\"}\n"
                             "{\"#user\":\"c;d\",\"2\":\"e\",\"text\":\"C:\\\\\\\"q\"}\n",
                             Layout::JsonLines)
                             .csv;
        TableFormat format;
        format.layout = Layout::JsonLines;
        TableOverrides overrides;
        overrides.separator = ";";
        overrides.header = false;
        const auto found = detectTable({{csv}, true}, format, "ratings.json", overrides);
        QVERIFY(found);
        QCOMPARE(found->table.format.separator, std::string(","));
        QCOMPARE(found->table.format.comment, std::string());
        QCOMPARE(found->table.columnNames,
                 (std::vector<std::string>{"#user", "2", "text", kSourceLineColumn}));
        QCOMPARE(found->table.rows, (std::vector<std::vector<std::string>>{
                                        {"a", "b", "C:\\", "1"}, {"c;d", "e", "C:\\\"q", "2"}}));
    }
};

QTEST_GUILESS_MAIN(TestJsonRows)
#include "tst_json_rows.moc"
