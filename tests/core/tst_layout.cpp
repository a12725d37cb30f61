#include "data/layout.h"
#include "support/piece_source.h"
#include "support/real_data.h"

#include <QTest>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace ncf;
using test::asCsvInPieces;

namespace {

std::string matrixHeader(const std::string& corner, const std::string& separator, int items) {
    std::string line = corner;
    for (int i = 1; i <= items; ++i) {
        line += separator + "Film " + std::to_string(i);
    }
    return line + "\n";
}

// A row whose cells are `empty` but for the first two.
std::string matrixRow(const std::string& user, const std::string& separator, int items,
                      const std::string& first, const std::string& second,
                      const std::string& empty) {
    std::string line = user + separator + first + separator + second;
    for (int i = 3; i <= items; ++i) {
        line += separator + empty;
    }
    return line + "\n";
}

std::string matrix(const std::string& separator, const std::string& empty) {
    return matrixHeader("user", separator, 10) + matrixRow("u1", separator, 10, "5", empty, empty) +
           matrixRow("u2", separator, 10, "4", "3", empty) +
           matrixRow("u3", separator, 10, empty, "1", empty) +
           matrixRow("u4", separator, 10, "2", "2", empty);
}

const std::string kMatrixRows =
    "user,item,rating,source line\n"
    "u1,Film 1,5,2\nu2,Film 1,4,3\nu2,Film 2,3,3\nu3,Film 2,1,4\nu4,Film 1,2,5\nu4,Film 2,2,5\n";

const std::string kMind =
    "1\tU1\t11/11/2019 9:05:58 AM\tN1 N2\tN3-1 N4-0\n"
    "2\tU2\t11/12/2019 6:11:30 PM\t\tN5-0 N6-1\n"
    "3\tU1\t11/13/2019 7:00:00 AM\tN1 N2\tN7-1\n";

}  // namespace

Q_DECLARE_METATYPE(ncf::Layout)

class TestLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLayoutHasANameAndAKey() {
        for (const auto layout :
             {Layout::Table, Layout::JsonLines, Layout::JsonArray, Layout::ItemLists,
              Layout::LibSvm, Layout::Netflix, Layout::Mind, Layout::WideMatrix}) {
            QVERIFY(!layoutName(layout).empty());
            QVERIFY(layoutOfKey(layoutKey(layout)) == layout);
        }
        QCOMPARE(layoutKey(Layout::JsonLines), std::string("json-lines"));
        QVERIFY(!layoutOfKey("JSON lines"));
        QVERIFY(!layoutOfKey(""));
    }

    void layoutsAreGuessed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Layout>("layout");
        const auto row = [](const char* name, const std::string& text, Layout layout) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << layout;
        };
        row("json lines", "{\"u\":1,\"i\":2}\n{\"u\":1,\"i\":3}\n", Layout::JsonLines);
        row("json lines, the first broken", "{\"u\":1,\"i\n{\"u\":1,\"i\":3}\n{\"u\":1}\n",
            Layout::JsonLines);
        row("one json line", "{\"u\":1,\"i\":2}", Layout::JsonLines);
        row("json lines with arrays", "{\"u\":1,\"i\":[{\"x\":2}]}\n{\"u\":2,\"i\":[{\"x\":2}]}\n",
            Layout::JsonLines);
        row("python lines", "{'u': 1, u'i': None}\n{'u': 1, 'i': True}\n", Layout::JsonLines);
        row("json array", "[{\"u\":1,\"i\":2},{\"u\":1,\"i\":3}]", Layout::JsonArray);
        row("json array, an element a line", "[\n{\"u\":1,\"i\":2},\n{\"u\":1,\"i\":3}\n]",
            Layout::JsonArray);
        row("pretty json array", "[\n  {\n    \"u\": 1,\n    \"i\": 2\n  }\n]\n",
            Layout::JsonArray);
        row("json array in an object", "{\"data\": [{\"u\":1,\"i\":2}]}", Layout::JsonArray);
        row("json array in an object, an element a line",
            "{\"data\": [\n{\"u\":1,\"i\":2},\n{\"u\":1,\"i\":3},\n{\"u\":1}\n]}\n",
            Layout::JsonArray);
        row("pretty json array in an object",
            "{\n  \"n\": 1,\n  \"ratings\": [\n    {\n\"u\":1,\"i\":2\n}\n]\n}\n",
            Layout::JsonArray);
        row("item lists", "0 1 2 3 4\n1 5\n2 7 8 9\n3\n", Layout::ItemLists);
        row("item lists of ids", "u1\ti1\ti2\ti3\ti4\nu2\ti1\n", Layout::ItemLists);
        row("libsvm", "1 3:5 4:1\n2 1:4.5\n3 2:1 9:2\n4\n", Layout::LibSvm);
        row("netflix", "1:\n1488844,3,2005-09-06\n822109,5,2005-05-13\n2:\n885013,4,2005-10-19\n",
            Layout::Netflix);
        row("netflix, qualifying", "1:\n1046323,2005-12-19\n", Layout::Netflix);
        row("netflix, probe", "1:\n30878\n2647871\n10:\n1952305\n", Layout::Netflix);
        row("mind", kMind, Layout::Mind);
        row("matrix, empty", matrix(",", ""), Layout::WideMatrix);
        row("matrix, NA", matrix(";", "NA"), Layout::WideMatrix);
        row("matrix, 0", matrix("\t", "0"), Layout::WideMatrix);
        row("matrix, 99", matrix(",", "99"), Layout::WideMatrix);
        row("matrix, every cell filled", matrix(",", "3"), Layout::WideMatrix);
        row("matrix with numbers for names",
            ",10,11,12,13,14,15,16,17\n1,,,5,,,,,\n2,,,,4,,,,\n3,1,,,,,,,\n", Layout::WideMatrix);

        row("table of blanks", "37 17 2\n29 18 3\n34 12 5\n", Layout::Table);
        row("table of many numbers", "1 2 3 4 5\n2 3 4 5 6\n", Layout::Table);
        row("table that lacks some times", "1 2 3 881250949\n2 3 4\n3 3 4\n", Layout::Table);
        row("table with users again", "1 2 3 4 5\n1 3 4\n2 4\n", Layout::Table);
        row("words", "1 Toy Story 1995\n2 Heat\n3 Seven and more\n", Layout::Table);
        row("times", "37 12:30\n29 18:40\n", Layout::Table);
        row("double colons", "1::1193::5::978300760\n1::661::3::978302109\n", Layout::Table);
        row("braces", "{user},{item}\n1,2\n", Layout::Table);
        row("brackets", "[user],[item]\n1,2\n", Layout::Table);
        row("recbole", "user_id:token\titem_id:token\trating:float\n1\t2\t3\n2\t3\t4\n",
            Layout::Table);
        row("five tab fields", "user\titem\trating\ttime\ttext\nu1\ti1\t3\t1/2/2019 9:05\tgood-1\n",
            Layout::Table);
        row("one line", "user,item\n", Layout::Table);
        row("nothing", "", Layout::Table);
        row("ratings with empty columns",
            "userId,movieId,rating,a,b,c,d,e,f\n1,2,3,,,,,,\n2,3,4,,,,,,\n3,4,4,,,,,,\n",
            Layout::Table);
        row("reviews",
            "review_id,user_id,business_id,stars,date,text,useful,funny,cool\n"
            "r1,u1,b1,2,2017-07-18,good,0,0,0\nr2,u2,b2,3,2017-07-18,good,0,0,0\n"
            "r3,u2,b2,3,2017-07-18,good,0,0,0\n",
            Layout::Table);
        row("features",
            "id,f1,f2,f3,f4,f5,f6,f7,f8\n1,.1,.2,.3,.4,.5,.6,.7,.8\n2,1.1,1.2,1.3,1.4,1.5,1.6,1.7,"
            "1.8\n3,2.1,2.2,2.3,2.4,2.5,2.6,2.7,2.8\n",
            Layout::Table);
        row("genres",
            "id,Action,Comedy,Drama,A,B,C,D,E\n1,0,0,0,0,0,0,0,1\n2,0,0,0,0,0,0,1,0\n"
            "3,0,0,0,0,0,1,0,0\n",
            Layout::Table);
        row("numbers without a header",
            "1,2,3,4,5,6,7,8,9\n2,0,0,0,0,0,0,0,1\n3,0,0,0,0,0,0,0,1\n4,0,0,0,0,0,0,0,0\n",
            Layout::Table);
        row("a user twice", matrix(",", "") + matrixRow("u1", ",", 10, "5", "", ""), Layout::Table);
        row("words in the cells", matrix(",", "") + matrixRow("u9", ",", 10, "good", "", ""),
            Layout::Table);
    }
    void layoutsAreGuessed() {
        QFETCH(QByteArray, text);
        QFETCH(Layout, layout);
        const auto guess = guessLayout(text.toStdString(), "ratings.txt");
        QCOMPARE(layoutKey(guess.layout), layoutKey(layout));
        QVERIFY(!guess.refusal);
        QVERIFY(!guess.why.empty());
    }

    void aHeadThatIsCutInALineIsGuessed() {
        std::string lists;
        std::string svm;
        for (int i = 0; lists.size() < (70 << 10) || svm.size() < (70 << 10); ++i) {
            const auto n = std::to_string(i);
            lists += n + (i % 2 == 0 ? " 1 2 3 4 5\n" : " 7\n");
            svm += n + " 1:5 2:4\n";
        }
        QCOMPARE(layoutKey(guessLayout(lists + "1 ", "x").layout), std::string("item-lists"));
        QCOMPARE(layoutKey(guessLayout(svm + "9 1:", "x").layout), std::string("libsvm"));
        QCOMPARE(layoutKey(guessLayout("[" + std::string(70 << 10, ' ') + "{\"a\":", "x").layout),
                 std::string("json-array"));
    }

    void realTablesStayTables() {
        NCF_REQUIRE_REAL_DATA("ml-100k/u.data");
        std::vector<std::filesystem::path> files;
        for (const char* folder : {"ml-100k", "ml-1m", "../cases/import"}) {
            std::error_code none;
            for (const auto& entry :
                 std::filesystem::directory_iterator(test::realData() / folder, none)) {
                files.push_back(entry.path());
            }
        }
        for (const auto& file : files) {
            std::ifstream in(file, std::ios::binary);
            std::string head{std::istreambuf_iterator<char>(in), {}};
            for (const std::size_t size : {std::size_t(64 << 10), std::size_t(1 << 20)}) {
                const auto guess =
                    guessLayout(std::string_view(head).substr(0, size), file.filename().string());
                QVERIFY2(guess.layout == Layout::Table && !guess.refusal, file.c_str());
            }
        }
    }

    void reasonsNameWhatStandsForNothing() {
        const auto has = [](const std::string& text, const char* part) {
            return text.find(part) != std::string::npos;
        };
        QVERIFY(has(guessLayout(matrix(",", "99"), "m.csv").why, "99 stands for \"not rated\""));
        QVERIFY(has(guessLayout(matrix(",", "-1"), "m.csv").why, "-1 stands for \"not rated\""));
        QVERIFY(has(guessLayout(matrix(",", "0"), "m.csv").why, "Zeros are left out"));
        QVERIFY(!has(guessLayout(matrix(",", "5"), "m.csv").why, "not rated"));
        QVERIFY(has(guessLayout("{'a': 1}\n{'a': 2}\n", "a.json").why, "Python"));
        QVERIFY(!has(guessLayout("{\"a\": 1}\n{\"a\": 2}\n", "a.json").why, "Python"));
    }

    void whatHoldsNoInteractionsIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("what");
        QTest::newRow("page") << QByteArray("\n<!DOCTYPE html>\n<html><body>1,2</body></html>")
                              << QByteArray("a web page");
        QTest::newRow("page in capitals")
            << QByteArray("<HTML>\n<HEAD>") << QByteArray("a web page");
        QTest::newRow("xhtml") << QByteArray("<?xml version=\"1.0\"?>\n<html>")
                               << QByteArray("a web page");
        QTest::newRow("xml") << QByteArray("<?xml version=\"1.0\"?>\n<ratings>")
                             << QByteArray("XML");
        QTest::newRow("sql") << QByteArray("-- MySQL dump\n\nCREATE TABLE `r` (\n`u` int);\n")
                             << QByteArray("an SQL database");
        QTest::newRow("inserts") << QByteArray("insert into ratings values (1, 2, 3);\n")
                                 << QByteArray("an SQL database");
        QTest::newRow("features") << QByteArray("1 1:0.5 2:0.3\n0 1:0.2 3:1\n1 2:0.1\n")
                                  << QByteArray("labelled feature vectors");
        QTest::newRow("signs") << QByteArray("+1 1:0.5 2:0.3\n-1 1:0.2 3:1\n-1 2:0.1\n")
                               << QByteArray("labelled feature vectors");
        QTest::newRow("libfm")
            << QByteArray("5 0:1 9:1\n3 0:1 8:1\n5 1:1 9:1\n5 2:1 7:1\n3 2:1 9:1\n3 1:1 8:1\n")
            << QByteArray("labelled feature vectors");
        QTest::newRow("json by columns")
            << QByteArray("{\n\"user\": {\"0\": 1},\n\"item\": {\"0\": 2}\n}\n")
            << QByteArray("JSON");
        QTest::newRow("json of arrays")
            << QByteArray("[[1, 2, 3], [1, 3, 4]]") << QByteArray("JSON");
    }
    void whatHoldsNoInteractionsIsRefused() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, what);
        const auto guess = guessLayout(text.toStdString(), "ratings.csv");
        QVERIFY(guess.layout == Layout::Table);
        QVERIFY(guess.refusal.has_value());
        QVERIFY2(QByteArray::fromStdString(guess.refusal->what).startsWith("ratings.csv "),
                 guess.refusal->what.c_str());
        QVERIFY2(QByteArray::fromStdString(guess.refusal->what).contains(what),
                 guess.refusal->what.c_str());
        QVERIFY(!guess.refusal->remedy.empty());
        QVERIFY(guess.refusal->kind == ErrorKind::BadInput);
    }

    void textAboutSqlOrPagesIsATable() {
        for (const char* text : {"user,item,text\n1,2,x\ninsert into the box,2,3\n",
                                 "user,page\n1,<html>\n2,<html>\n", "<user>,<item>\n1,2\n"}) {
            const auto guess = guessLayout(text, "ratings.csv");
            QVERIFY(guess.layout == Layout::Table && !guess.refusal);
        }
    }

    void binaryFilesAreKnown() {
        using namespace std::string_literals;
        const std::vector<std::pair<std::string, std::string>> cases = {
            {"PAR1\x15\x04"s, "Parquet"},
            {"\x89HDF\r\n\x1a\n\0"s, "HDF5"},
            {"\x93NUMPY\x01\0"s, "NumPy"},
            {"PK\x03\x04"s + std::string(22, '\0') + "\x08\0\0\0data.npy"s, "NumPy"},
            {"\x80\x04\x95"s, "pickle"},
            {"SQLite format 3\0"s, "SQLite"},
            {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s, "Excel"}};
        for (const auto& [head, what] : cases) {
            const auto error = knownBinary(head, "r.csv");
            QVERIFY2(error.has_value(), what.c_str());
            QVERIFY2(error->what.find(what) != std::string::npos, error->what.c_str());
            QVERIFY(error->remedy.find("CSV") != std::string::npos ||
                    error->remedy.find("csv") != std::string::npos);
        }
        const auto project =
            knownBinary("SQLite format 3\0"s + std::string(52, '\1') + "NCFs", "r.csv");
        QVERIFY(project && project->what.find("project of NCF Studio") != std::string::npos);
        for (const auto& head :
             {"user,item\n"s, ""s, "PK\x03\x04"s, "P"s, "\x80"s,
              "PK\x03\x04"s + std::string(22, '\0') + "\xff\xff\0\0r.csv"s, "SQLite format 4"s}) {
            QVERIFY(!knownBinary(head, "r.csv"));
        }
    }

    void tablesComeAsTheyAre() {
        QCOMPARE(asCsvInPieces("a\tb\r\n\"1\t2", Layout::Table).csv, std::string("a\tb\r\n\"1\t2"));
    }

    void itemLists() {
        const auto [csv, rejected] = asCsvInPieces(
            "0 10 20\t30 \r\n1\n\n2  40\n" + std::string(2000, '9') + " 1 2\nu,1 i\"1",
            Layout::ItemLists);
        QCOMPARE(csv, std::string("user,item,source line\n0,10,1\n0,20,1\n0,30,1\n2,40,4\n"
                                  "\"u,1\",\"i\"\"1\",6\n"));
        QCOMPARE(rejected.count, std::uint64_t(1));
        QCOMPARE(rejected.listed[0].line, std::uint64_t(5));
        QCOMPARE(rejected.listed[0].text.size(), std::size_t(200));
    }

    void longLinesComeInPieces() {
        std::string text = "7";
        std::string expected = "user,item,source line\n";
        for (int i = 0; i < 100000; ++i) {
            text += " " + std::to_string(i);
            expected += "7," + std::to_string(i) + ",1\n";
        }
        QCOMPARE(asCsvInPieces(text, Layout::ItemLists).csv, expected);
    }

    void libSvm() {
        const auto [csv, rejected] = asCsvInPieces(
            "1 5:3 a:b:4.5 # a comment\n# all of it\n2\n3 7 8:1 9\n4:1 5:2\n", Layout::LibSvm);
        QCOMPARE(csv, std::string("user,item,rating,source line\n1,5,3,1\n1,a:b,4.5,1\n3,8,1,4\n"));
        QCOMPARE(rejected.count, std::uint64_t(2));
        QCOMPARE(rejected.listed[0].line, std::uint64_t(4));
        QCOMPARE(rejected.listed[0].reason, std::string("\"7\" is no item:value"));
        QCOMPARE(rejected.listed[1].line, std::uint64_t(5));
    }

    void netflix() {
        const auto [csv, rejected] = asCsvInPieces(
            "9,9,2005-01-01\n1:\n11,3,2005-09-06\n12,5\n2:\r\n13,2005-12-19\r\n14\r\n1,2,3,4\r\n",
            Layout::Netflix);
        QCOMPARE(csv, std::string("user,item,rating,timestamp,source line\n11,1,3,2005-09-06,3\n"
                                  "12,1,5,,4\n13,2,,2005-12-19,6\n14,2,,,7\n"));
        QCOMPARE(rejected.count, std::uint64_t(2));
        QCOMPARE(rejected.listed[0].line, std::uint64_t(1));
        QCOMPARE(rejected.listed[1].line, std::uint64_t(8));
    }

    void mind() {
        const auto [csv, rejected] = asCsvInPieces(
            kMind + "4\tU3\t11/13/2019 7:00:00 AM\tN1\tN7 N8 N9-1\nbroken\n5\t\t\t\t\n",
            Layout::Mind);
        QCOMPARE(csv, std::string("user,item,rating,timestamp,source line\n"
                                  "U1,N1,1,11/11/2019 9:05:58 AM,1\n"
                                  "U1,N2,1,11/11/2019 9:05:58 AM,1\n"
                                  "U1,N3,1,11/11/2019 9:05:58 AM,1\n"
                                  "U1,N4,0,11/11/2019 9:05:58 AM,1\n"
                                  "U2,N5,0,11/12/2019 6:11:30 PM,2\n"
                                  "U2,N6,1,11/12/2019 6:11:30 PM,2\n"
                                  "U1,N7,1,11/13/2019 7:00:00 AM,3\n"
                                  "U3,N1,1,11/13/2019 7:00:00 AM,4\n"
                                  "U3,N9,1,11/13/2019 7:00:00 AM,4\n"));
        QCOMPARE(rejected.count, std::uint64_t(3));
        QCOMPARE(rejected.listed[0].reason,
                 std::string("\"N7\" does not end in -1 for clicked or -0"));
        QCOMPARE(rejected.listed[1].line, std::uint64_t(5));
        QCOMPARE(rejected.listed[2].reason, std::string("the user is empty"));
    }

    void matrices_data() {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QByteArray::fromStdString(text);
        };
        row("empty", matrix(",", ""));
        row("NA", matrix(";", "NA"));
        row("zeros", matrix("\t", "0"));
        row("0.0", matrix("\t", "0.0"));
        row("99", matrix(",", "99"));
        row("-1", matrix(",", "-1"));
        // R leaves out the cell above the users, and puts names in quotes.
        auto fromR = matrix("\t", "NA").substr(5);
        fromR.replace(fromR.find("Film 2"), 6, "\"Film 2\"");
        fromR.replace(fromR.find("u4"), 2, "\"u4\"");
        row("from R", fromR);
    }
    void matrices() {
        QFETCH(QByteArray, text);
        QCOMPARE(layoutKey(guessLayout(text.toStdString(), "m.csv").layout),
                 std::string("wide-matrix"));
        const auto [csv, rejected] = asCsvInPieces(text.toStdString(), Layout::WideMatrix);
        QCOMPARE(csv, kMatrixRows);
        QCOMPARE(rejected.count, std::uint64_t(0));
    }

    void zerosAreKeptWhereTheyAreRatings() {
        const auto csv =
            asCsvInPieces(matrixHeader("", ",", 8) + matrixRow("a", ",", 8, "0", "1", "") +
                              matrixRow("b", ",", 8, "1", "0", "") +
                              matrixRow("c", ",", 8, "", "0", ""),
                          Layout::WideMatrix)
                .csv;
        QCOMPARE(csv, std::string("user,item,rating,source line\na,Film 1,0,2\na,Film 2,1,2\n"
                                  "b,Film 1,1,3\nb,Film 2,0,3\nc,Film 2,0,4\n"));
    }

    void decimalCommasBecomePoints() {
        const auto csv = asCsvInPieces("x;A;\"B; C\"\nu;2,5;\nv;;4\n", Layout::WideMatrix).csv;
        QCOMPARE(csv, std::string("user,item,rating,source line\nu,A,2.5,2\nv,B; C,4,3\n"));
    }

    void badRowsOfAMatrixAreToldOnceEach() {
        const auto [csv, rejected] = asCsvInPieces(
            matrix(",", "") + matrixRow("u5", ",", 10, "good", "3", "bad") + "u6,1\n,1,,,,,,,,,\n",
            Layout::WideMatrix);
        QCOMPARE(csv, kMatrixRows + "u5,Film 2,3,6\n");
        QCOMPARE(rejected.count, std::uint64_t(3));
        QCOMPARE(rejected.listed[0].line, std::uint64_t(6));
        QCOMPARE(rejected.listed[0].reason, std::string("\"good\" below \"Film 1\" is no number"));
        QCOMPARE(rejected.listed[1].reason, std::string("2 fields where there should be 11"));
        QCOMPARE(rejected.listed[2].reason, std::string("the user is empty"));
    }

    void aMatrixLongerThanTheHeadIsReadToItsEnd() {
        std::string text = matrixHeader("user", ",", 300);
        std::size_t rows = 0;
        while (text.size() < (3u << 20)) {
            text += matrixRow("u" + std::to_string(rows++), ",", 300, "4", "", "");
        }
        RejectedRows rejected;
        const auto source =
            asCsv(std::make_unique<test::PieceSource>(text, 65536), Layout::WideMatrix, rejected);
        const auto csv = test::allOf(*source);
        QCOMPARE(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')), rows + 1);
        QCOMPARE(source->bytesDone(), source->bytesTotal());
    }

    void anyBytesInAnyLayoutEnd() {
        std::string bytes;
        std::uint32_t state = 7;
        static constexpr std::string_view kCharacters = "{}[]\"'\\,:;\t\n\r 019ab-\xc3\x80";
        for (int i = 0; i < 20000; ++i) {
            state = state * 1664525 + 1013904223;
            bytes += kCharacters[(state >> 16) % kCharacters.size()];
        }
        for (const auto layout :
             {Layout::JsonLines, Layout::JsonArray, Layout::ItemLists, Layout::LibSvm,
              Layout::Netflix, Layout::Mind, Layout::WideMatrix}) {
            for (const std::string& start :
                 {std::string(), std::string("["), std::string("{\"a\":"), std::string("\n")}) {
                const auto csv = asCsvInPieces(start + bytes, layout).csv;
                QVERIFY2(csv.find(kSourceLineColumn) != std::string::npos,
                         layoutKey(layout).c_str());
                QVERIFY(!csv.starts_with("other in pieces"));
            }
            QCOMPARE(asCsvInPieces("", layout).rejected.count,
                     std::uint64_t(layout == Layout::JsonArray ? 1 : 0));
        }
        guessLayout(bytes, "x");
    }
};

QTEST_GUILESS_MAIN(TestLayout)
#include "tst_layout.moc"
