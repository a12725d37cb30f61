#include "data/genre_text.h"
#include "data/html_entities.h"
#include "data/title_ids.h"

#include <QTest>

using namespace ncf;

class TestTitleText : public QObject {
    Q_OBJECT

    static IdMap idsOf(std::initializer_list<const char*> ids) {
        IdMap map;
        for (const char* id : ids) {
            map.insert(id);
        }
        return map;
    }

private Q_SLOTS:
    void entitiesBecomeCharacters_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("plain");
        const auto row = [](const char* text, const char* plain) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(plain);
        };
        row("Fast &amp; Furious", "Fast & Furious");
        row("&lt;b&gt; &quot;Heat&quot;", "<b> \"Heat\"");
        row("Schindler&#39;s", "Schindler's");
        row("Schindler&#x27;s &#X27;", "Schindler's '");
        row("Schindler&apos;s &rsquo;", "Schindler's ’");
        row("Am&eacute;lie &Aring;", "Amélie Å");
        row("&nbsp;&yuml;&times;&divide;", "\u00a0ÿ×÷");
        row("&hellip;&mdash;&bdquo;&trade;&euro;&OElig;", "…—„™€Œ");
        row("&#8217; &#128512; &#x1F600;", "’ 😀 😀");
        row("&#146;&#150;", "’–");  // Windows-1252 by its numbers
        row("&amp;amp; &amp;eacute;", "&amp; &eacute;");
        row("R&B; AT&T &unknown; &amp &; & ;", "R&B; AT&T &unknown; &amp &; & ;");
        row("&#0; &#7; &#xD800; &#x110000; &#; &#x; &#12a; &#-5;",
            "&#0; &#7; &#xD800; &#x110000; &#; &#x; &#12a; &#-5;");
        row("&&amp;&", "&&&");
        row("", "");
    }

    void entitiesBecomeCharacters() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, plain);
        QCOMPARE(withoutHtmlEntities(text.toStdString()), plain.toStdString());
    }

    void genresHaveOneForm_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("genres");
        const auto row = [](const char* text, const char* genres) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(genres);
        };
        row("Comedy|Drama", "Comedy|Drama");
        row("Comedy", "Comedy");
        row("Comedy, Drama,Science Fiction", "Comedy|Drama|Science Fiction");
        row("Action;Free to Play", "Action|Free to Play");
        row("Rock, Pop|Jazz", "Rock, Pop|Jazz");
        row("['Comedy', 'Children\\'s']", "Comedy|Children's");
        row("[\"Comedy\", \"Children's\"]", "Comedy|Children's");
        row("[{'id': 16, 'name': 'Animation'}, {'id': 35, 'name': 'Comedy'}]", "Animation|Comedy");
        row("[{\"id\": \"1\", \"description\": \"Sport\"}]", "Sport");
        row("{\"history\": 12, \"biography\": 3}", "history|biography");
        row("[['Books', 'Crime']]", "Books|Crime");
        row("[]", "");
        row("{}", "");
        row("['Comedy", "['Comedy");
        row("Sci-Fi &amp; Fantasy, R&amp;B", "Sci-Fi & Fantasy|R&B");
        row("['Sci-Fi &amp; Fantasy', '&quot;New&quot;']", "Sci-Fi & Fantasy|\"New\"");
        row("Comedy||Drama|Comedy| ", "Comedy|Drama");
        row("(no genres listed)", "");
        row("NaN", "");
        row("\\N", "");
        row("", "");
    }

    void genresHaveOneForm() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, genres);
        QCOMPARE(genresFrom(text.toStdString()), genres.toStdString());
    }

    void blanksSeparateGenresOfSequences() {
        QCOMPARE(genresFrom("Animation Children's Comedy", true),
                 std::string("Animation|Children's|Comedy"));
        QCOMPARE(genresFrom("Science Fiction"), std::string("Science Fiction"));
    }

    void idsHaveAPlainForm_data() {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("plain");
        const auto row = [](const char* id, const char* plain) {
            QTest::newRow(id) << QByteArray(id) << QByteArray(plain);
        };
        row("1", "1");
        row("1.0", "1");
        row("\"1\"", "1");
        row("'01'", "1");
        row("0001", "1");
        row(" 1 ", "1");
        row("12.00", "12");
        row("1.5", "1.5");
        row("0.0", "0");
        row("000", "0");
        row("1.", "1.");
        row(".0", ".0");
        row("tt0001", "tt0001");
        row("\"tt0001\"", "tt0001");
        row("007x", "007x");
        row("0-19-852663-x", "19852663X");
        row("019852663X", "19852663X");
        row("0747532699", "747532699");
        row("0-7475-3269-9", "747532699");
        row("978-0-7475-3269-9", "9780747532699");
        row("1995-10", "1995-10");
        row("\"", "\"");
        row("", "");
    }

    void idsHaveAPlainForm() {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, plain);
        QCOMPARE(plainId(id.toStdString()), plain.toStdString());
    }

    void exactIdsComeBeforePlainOnes() {
        const auto ids = idsOf({"1", "2.0", "03", "3", "x"});
        const ItemLookup lookup(ids);
        QCOMPARE(lookup.find(" 1 ").item, 0);
        QVERIFY(!lookup.find("1").byForm);
        QCOMPARE(lookup.find("001").item, 0);
        QVERIFY(lookup.find("001").byForm);
        QCOMPARE(lookup.find("2").item, 1);
        QCOMPARE(lookup.find("03").item, 2);
        QCOMPARE(lookup.find("3").item, 3);
        QCOMPARE(lookup.find("3.0").item, IdMap::kNone);  // 03 or 3
        QCOMPARE(lookup.find("X").item, IdMap::kNone);
        QCOMPARE(lookup.find("").item, IdMap::kNone);
        const IdMap none;
        QCOMPARE(ItemLookup(none).find("1").item, IdMap::kNone);
    }
};

QTEST_APPLESS_MAIN(TestTitleText)
#include "tst_title_text.moc"
