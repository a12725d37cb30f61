#include "data/record_splitter.h"

#include <QTest>

using namespace ncf;

namespace {

TableFormat formatOf(const char* separator, std::size_t columns = 0) {
    TableFormat format;
    format.separator = separator;
    format.columns = columns;
    return format;
}

// The fields of all records, fields joined by ¦ and records by a line end.
QString split(const QByteArray& text, const TableFormat& format, std::size_t piece = 0) {
    RecordSplitter splitter(format);
    QStringList records;
    std::string held;
    std::size_t read = piece == 0 ? static_cast<std::size_t>(text.size()) : 0;
    std::string_view rest(text.constData(), read);
    std::size_t at = 0;
    while (at < static_cast<std::size_t>(text.size())) {
        rest = std::string_view(text.constData() + at, read - at);
        const bool more = read < static_cast<std::size_t>(text.size());
        const std::size_t bytes = rest.empty() ? 0 : splitter.next(rest, more);
        if (bytes == 0) {
            read = std::min(read + piece, static_cast<std::size_t>(text.size()));
            continue;
        }
        QStringList fields;
        for (const auto field : splitter.fields()) {
            fields << QString::fromUtf8(field.data(), static_cast<qsizetype>(field.size()));
        }
        if (!splitter.empty()) {
            records << fields.join(u'¦');
        }
        at += bytes;
    }
    return records.join(u'\n');
}

// The records of `text`, of which the first `known` bytes are given alone as long as they do; the
// fields of each between bars.
QStringList recordsOf(const std::string& text, std::size_t known, const TableFormat& format) {
    RecordSplitter splitter(format);
    QStringList records;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto bytes = at < known ? splitter.next(std::string_view(text).substr(at, known - at),
                                                      known < text.size())
                                      : 0;
        if (bytes == 0) {
            known = text.size();
            continue;
        }
        QString record;
        for (const auto field : splitter.fields()) {
            record += QString::fromUtf8(field.data(), static_cast<qsizetype>(field.size())) + "|";
        }
        records << record;
        at += bytes;
    }
    return records;
}

}  // namespace

class TestRecordSplitter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void records_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("separator");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QString>("records");
        const auto row = [](const char* name, const char* text, const char* separator, int columns,
                            const char* records) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(separator) << columns
                                << QString::fromUtf8(records);
        };
        row("plain", "a,b\nc,d\n", ",", 2, "a¦b\nc¦d");
        row("no end", "a,b\nc,d", ",", 2, "a¦b\nc¦d");
        row("CRLF", "a,b\r\nc,d\r\n", ",", 2, "a¦b\nc¦d");
        row("empty fields", ",b,\n", ",", 3, "¦b¦");
        row("quotes", "\"a,b\",c\n\"say \"\"hi\"\"\",d\n", ",", 2, "a,b¦c\nsay \"hi\"¦d");
        row("line ends in quotes", "u,\"one\ntwo\r\nthree\",5\nv,x,4\n", ",", 3,
            "u¦one\ntwo\r\nthree¦5\nv¦x¦4");
        row("quoted between tabs", "\"u\"\t\"i\t1\"\t3\n", "\t", 3, "u¦i\t1¦3");
        row("blanks around quotes", "\"a\" , \"b\"\n", ",", 2, "a¦b");
        row("a quote inside", "5\" disk,b\n", ",", 2, "5\" disk¦b");
        row("inner quotes that are not doubled", "\"he said \"no, sir\" to me\",b\n", ",", 2,
            "he said \"no, sir\" to me¦b");
        row("never closed", "u,\"open\nu,b\nv,c\n", ",", 2, "u¦\"open\nu¦b\nv¦c");
        row("closed by another record's quote", "u,\"open\nv,b\nw,\"c\"\n", ",", 2,
            "u¦\"open\nv¦b\nw¦c");
        row("titles with quotes between tabs", "u\t\"Heroes\" (1977)\t5\nv\t\"Low\"\t4\n", "\t", 3,
            "u¦\"Heroes\" (1977)¦5\nv¦Low¦4");
        row("blanks", "  37 17\t2 \n1  2   3\n", " ", 3, "37¦17¦2\n1¦2¦3");
        row("two colons", "1::2::\"x\"::4\n", "::", 4, "1¦2¦x¦4");
        row("empty quotes", "\"\",\"a\"\n", ",", 2, "¦a");
    }
    void records() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, separator);
        QFETCH(int, columns);
        QFETCH(QString, records);
        const auto format = formatOf(separator.constData(), static_cast<std::size_t>(columns));
        QCOMPARE(split(text, format), records);
        // The same when the text comes in pieces.
        for (const std::size_t piece : {1, 3, 7}) {
            QCOMPARE(split(text, format, piece), records);
        }
    }

    void backslashesHideQuotes() {
        auto format = formatOf(",", 2);
        format.backslashQuotes = true;
        QCOMPARE(split("\"say \\\"hi, you\\\"\",b", format), QString("say \"hi, you\"¦b"));
        QCOMPARE(split("\"C:\\\\\",b", format), QString("C:\\¦b"));
    }

    void quotesMayBeOrdinary() {
        auto format = formatOf(",");
        format.quotes = false;
        QCOMPARE(split("\"a,b\",c\n", format), QString("\"a¦b\"¦c"));
    }

    void commentsAndBlankLinesAreEmpty() {
        auto format = formatOf(",");
        format.comment = "#";
        QCOMPARE(split("# note, \"x\n\n  \na,b\n", format), QString("a¦b"));
    }

    void linesAreCounted() {
        RecordSplitter splitter(formatOf(",", 2));
        const std::string_view text = "a,\"1\n2\n3\"\nb,c\n";
        const auto bytes = splitter.next(text, false);
        QCOMPARE(splitter.lines(), std::size_t(3));
        QCOMPARE(splitter.record(), std::string_view("a,\"1\n2\n3\""));
        splitter.next(text.substr(bytes), false);
        QCOMPARE(splitter.lines(), std::size_t(1));
    }

    // Each line opens a quote that none closes: the time must grow with the text and not with its
    // square, or this does not end within the test's time.
    void manyOpenQuotesEnd() {
        QByteArray text;
        for (int i = 0; i < 200000; ++i) {
            text += "u,\"x\n";
        }
        RecordSplitter splitter(formatOf(",", 2));
        std::string_view rest(text.constData(), static_cast<std::size_t>(text.size()));
        int records = 0;
        while (!rest.empty()) {
            rest.remove_prefix(splitter.next(rest, false));
            ++records;
        }
        QCOMPARE(records, 200000);
    }

    // The same for quoted fields that go on over line ends and lead to too many fields.
    void manyFieldsOverLinesEnd() {
        QByteArray text = "\"a";
        for (int i = 0; i < 100000; ++i) {
            text += "\nb\",\"c";
        }
        RecordSplitter splitter(formatOf(",", 3));
        std::string_view rest(text.constData(), static_cast<std::size_t>(text.size()));
        int records = 0;
        while (!rest.empty()) {
            rest.remove_prefix(splitter.next(rest, false));
            ++records;
        }
        QVERIFY(records > 1);
    }

    void piecesSayWhatTheWholeSays_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("separator");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QStringList>("records");
        QTest::addRow("blanks behind a quote")
            << QByteArray("\"a\nb\"  ,c\nd,e\n") << QByteArray(",") << 2
            << QStringList{"a\nb|c|", "d|e|"};
        QTest::addRow("blanks at the end of a line")
            << QByteArray("a,\"b\nc\"  \r\nd,e\r\n") << QByteArray(",") << 2
            << QStringList{"a|b\nc|", "d|e|"};
        QTest::addRow("a separator of two characters")
            << QByteArray("\"a\nb\" ::\"c\"::d\n1::2::3\n") << QByteArray("::") << 3
            << QStringList{"a\nb|c|d|", "1|2|3|"};
        QTest::addRow("quotes inside quotes")
            << QByteArray("\"a \"\"b\"\"\nc\",d\n\"\"\"\",e\n") << QByteArray(",") << 2
            << QStringList{"a \"b\"\nc|d|", "\"|e|"};
        QTest::addRow("a quote that is never closed")
            << QByteArray("\"a,b\nc,\"d\n\ne,f\n") << QByteArray(",") << 2
            << QStringList{"\"a|b|", "c|\"d|", "|", "e|f|"};
    }

    void piecesSayWhatTheWholeSays() {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, separator);
        QFETCH(const int, columns);
        QFETCH(const QStringList, records);
        TableFormat format;
        format.separator = separator.toStdString();
        format.columns = static_cast<std::size_t>(columns);
        for (qsizetype known = 0; known <= text.size(); ++known) {
            QCOMPARE(recordsOf(text.toStdString(), static_cast<std::size_t>(known), format),
                     records);
        }
    }
};

QTEST_APPLESS_MAIN(TestRecordSplitter)
#include "tst_record_splitter.moc"
