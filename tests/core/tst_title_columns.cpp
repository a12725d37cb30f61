#include "data/item_catalogue.h"
#include "support/small_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace ncf;
using namespace ncf::test;

// Titles files in the shapes in which they are found, with rows of our own.
class TestTitleColumns : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const QString& name, const QByteArray& content) {
        const auto path = std::filesystem::path(folder_.filePath(name).toStdString());
        std::ofstream(path, std::ios::binary).write(content.data(), content.size());
        return path;
    }

    static IdMap numbers(int from, int to) {
        IdMap ids;
        for (int id = from; id <= to; ++id) {
            ids.insert(std::to_string(id));
        }
        return ids;
    }

    // Ends the test where the file cannot be read.
    TitlesFile read(const QByteArray& content, const IdMap& items, const QString& name = "t.csv",
                    const TitlesOptions& options = {}) {
        auto file = readTitles(write(name, content), items, options);
        if (!file) {
            qWarning("%s", file.error().what.c_str());
            return {};
        }
        return std::move(*file);
    }

    static ItemInfo info(const TitlesFile& file, const IdMap& items, const char* id) {
        const auto item = static_cast<std::size_t>(items.find(id));
        return item < file.catalogue.items.size() ? file.catalogue.items[item] : ItemInfo();
    }

    // The columns of goodbooks' books.csv that matter, 40 books: the ids of the ratings are 1
    // to 40.
    static QByteArray goodbooks(const QByteArray& first, const QByteArray& second) {
        QByteArray text = first + "," + second +
                          ",work_id,books_count,isbn,authors,original_publication_year,"
                          "original_title,title,average_rating,image_url\n";
        for (int book = 1; book <= 40; ++book) {
            const auto n = QByteArray::number(book);
            const auto far = QByteArray::number(2767000 + 31 * book);
            text += (first == "book_id" ? n + "," + (book % 8 == 0 ? "3" : far) : n + "," + far) +
                    "," + QByteArray::number(book % 10 + 1) + "," + QByteArray::number(book % 7) +
                    ",43902348" + QByteArray::number(book + 10) + ",\"Writer, A. " + n + "\"," +
                    (book == 2 ? "-720.0" : "2008.0") + "," +
                    (book % 3 == 0 ? "" : "Originel " + n) + ",\"The Book, No. " + n +
                    " (Saga, #1)\",4." + n + ",https://images.org/" + n + ".jpg\n";
        }
        return text;
    }

private Q_SLOTS:
    void idsAreWhatMatchesTheItems() {
        const auto items = numbers(1, 40);
        const auto file = read(goodbooks("book_id", "goodreads_book_id"), items);
        QCOMPARE(file.report.matched, std::uint64_t(40));
        QCOMPARE(file.report.matchedByForm, std::uint64_t(0));
        const auto book = info(file, items, "2");
        QCOMPARE(book.title, std::string("The Book, No. 2 (Saga, #1)"));
        QCOMPARE(book.year, -720);
        QCOMPARE(info(file, items, "3").year, 2008);
        QCOMPARE(
            file.catalogue.propertyNames,
            (std::vector<std::string>{"goodreads_book_id", "work_id", "books_count", "isbn",
                                      "authors", "original_title", "average_rating", "image_url"}));
        QCOMPARE(book.properties.size(), file.catalogue.propertyNames.size());
        QCOMPARE(book.properties[4], std::string("Writer, A. 2"));
        QCOMPARE(book.properties[7], std::string("https://images.org/2.jpg"));
    }

    void namesOfIdsDoNotDeceive() {
        // The other edition of the file: here "book_id" is what the ratings do not have.
        const auto items = numbers(1, 40);
        const auto file = read(goodbooks("id", "book_id"), items);
        QCOMPARE(file.report.matched, std::uint64_t(40));
        QCOMPARE(file.catalogue.propertyNames.front(), std::string("book_id"));
        // And by the ids of the other column.
        IdMap far;
        for (int book = 1; book <= 40; ++book) {
            far.insert(std::to_string(2767000 + 31 * book));
        }
        const auto other = read(goodbooks("id", "book_id"), far);
        QCOMPARE(other.report.matched, std::uint64_t(40));
        QCOMPARE(info(other, far, "2767031").title, std::string("The Book, No. 1 (Saga, #1)"));
    }

    void namesDecideBetweenAboutAsMany() {
        // The row's number is one of the items as often as the id is.
        const auto items = numbers(1, 40);
        QByteArray text = "row,movieId,title\n";
        for (int row = 1; row <= 40; ++row) {
            text += QByteArray::number(row) + "," + QByteArray::number(row == 1 ? 99 : 41 - row) +
                    ",Film " + QByteArray::number(row) + "\n";
        }
        const auto file = read(text, items);
        QCOMPARE(file.report.matched, std::uint64_t(39));
        QCOMPARE(info(file, items, "39").title, std::string("Film 2"));
    }

    void whatAPersonChoosesStands() {
        const auto items = numbers(1, 40);
        TitlesOptions options;
        options.item = "books_count";
        options.title = "authors";
        options.year = "none";
        const auto file = read(goodbooks("book_id", "goodreads_book_id"), items, "c.csv", options);
        QCOMPARE(file.report.matched, std::uint64_t(6));
        QCOMPARE(file.report.repeated, std::uint64_t(29));
        QCOMPARE(file.report.unmatched, std::uint64_t(5));
        QCOMPARE(info(file, items, "1").title, std::string("Writer, A. 1"));
        QCOMPARE(info(file, items, "1").year, 0);
        options.item = "isbn13";
        const auto none = readTitles(folder_.filePath("c.csv").toStdString(), items, options);
        QVERIFY(!none);
        QVERIFY(none.error().what.find("isbn13") != std::string::npos);
    }

    void valuesThatAreItemsByChanceAreNoIds() {
        // The ids of the ratings are other ones; some years are among them.
        IdMap items = numbers(1000, 3000);
        QByteArray text = "key,title,year\n";
        for (int film = 0; film < 30; ++film) {
            text += "f" + QByteArray::number(film) + ",Film " + QByteArray::number(film) + "," +
                    QByteArray::number(1990 + film % 5) + "\n";
        }
        const auto file = readTitles(write("years.csv", text), items);
        QVERIFY(!file);
        QCOMPARE(file.error().what,
                 std::string("years.csv names none of the 2,001 items: its ids are like f0, those "
                             "of the ratings like 1000."));
    }

    void titlesThatAreIds() {
        IdMap items;
        for (const char* name : {"Dota 2", "Half-Life", "Portal"}) {
            items.insert(name);
        }
        const auto file = read(
            "appid,name,genre\n570,Dota 2,Action\n70,Half-Life,Action\n400,Portal,"
            "Puzzle\n11,Other,Puzzle\n",
            items);
        QCOMPARE(file.report.matched, std::uint64_t(3));
        QCOMPARE(info(file, items, "Portal").title, std::string("Portal"));
        QCOMPARE(info(file, items, "Portal").genres, std::string("Puzzle"));
    }

    void movieLensDat() {
        const auto items = numbers(1, 3);
        const auto file = read(
            "1::Toy Trains (1995)::Animation|Children's\n"
            "2::Les Mis\xe9rables (1998)::Drama\n"
            "3::Caf\xe9 Noir::Comedy|Drama\n"
            "9::Not Rated (1980)::Horror\n",
            items, "movies.dat");
        QCOMPARE(file.report.matched, std::uint64_t(3));
        QCOMPARE(info(file, items, "2").title, std::string("Les Misérables (1998)"));
        QCOMPARE(info(file, items, "2").year, 1998);
        QCOMPARE(info(file, items, "3").year, 0);
        QCOMPARE(info(file, items, "1").genres, std::string("Animation|Children's"));
        QVERIFY(file.catalogue.propertyNames.empty());
    }

    void movieLensCsv() {
        const auto items = numbers(1, 3);
        const auto file = read(
            "movieId,title,genres\n1,Toy Trains (1995),Animation|Children\n"
            "2,\"Night, The (1961)\",(no genres listed)\n3,Heat &amp; Dust,Drama\n",
            items, "movies.csv");
        QCOMPARE(info(file, items, "2").title, std::string("Night, The (1961)"));
        QCOMPARE(info(file, items, "2").year, 1961);
        QCOMPARE(info(file, items, "2").genres, std::string());
        QCOMPARE(info(file, items, "3").title, std::string("Heat & Dust"));
    }

    void genreFlagsWithNamesBeside() {
        write("u.genre", "unknown|0\nAction|1\nComedy|2\nDrama|3\nCrime|4\n\n");
        const auto items = numbers(1, 3);
        const auto file = read(
            "1|Toy Trains (1995)|01-Jan-1995||http://films.org/?Toy|0|0|1|0|0\n"
            "2|Cold (1996)|09-Feb-1996||http://films.org/?Cold|0|1|0|1|1\n"
            "3|unknown||||1|0|0|0|0\n",
            items, "u.item");
        QCOMPARE(file.report.matched, std::uint64_t(3));
        QCOMPARE(info(file, items, "2").title, std::string("Cold (1996)"));
        QCOMPARE(info(file, items, "2").genres, std::string("Action|Drama|Crime"));
        QCOMPARE(info(file, items, "3").genres, std::string());
        QCOMPARE(info(file, items, "1").year, 1995);
        QCOMPARE(file.catalogue.propertyNames,
                 (std::vector<std::string>{"Column 3", "Column 4", "Column 5"}));
        QCOMPARE(info(file, items, "2").properties[0], std::string("09-Feb-1996"));
        std::filesystem::remove(folder_.filePath("u.genre").toStdString());
    }

    void genreFlagsWithNamesInTheHeader() {
        const auto items = numbers(1, 3);
        const auto file = read(
            "id,name,Action,Comedy,Drama,Crime,War,price\n1,One,0,1,1,0,0,5\n"
            "2,Two,1,0,0,0,1,6\n3,Three,0,0,0,0,0,7\n",
            items);
        QCOMPARE(info(file, items, "1").genres, std::string("Comedy|Drama"));
        QCOMPARE(info(file, items, "2").genres, std::string("Action|War"));
        QCOMPARE(info(file, items, "3").genres, std::string());
        QCOMPARE(file.catalogue.propertyNames, std::vector<std::string>{"price"});
        // Where the genres have a column of their own, the zeros and ones are properties.
        const auto said =
            read("id,name,genre,a,b,c,d,e\n1,One,War,0,1,1,0,0\n2,Two,Art,1,0,0,1,1\n", items);
        QCOMPARE(info(said, items, "1").genres, std::string("War"));
        QCOMPARE(said.catalogue.propertyNames.size(), std::size_t(5));
    }

    void recBole() {
        const auto items = numbers(1, 3);
        const auto file = read(
            "item_id:token\tmovie_title:token_seq\trelease_year:token\t"
            "class:token_seq\tprice:float\n"
            "1\tToy Trains\t1995\tAnimation Children's\t2.5\n"
            "2\tGolden Ear\t1995\tAction Thriller\t3\n3\tFour Rooms\t-50\tThriller\t4\n",
            items, "ml.item");
        QCOMPARE(info(file, items, "1").title, std::string("Toy Trains"));
        QCOMPARE(info(file, items, "1").genres, std::string("Animation|Children's"));
        QCOMPARE(info(file, items, "3").year, -50);
        QCOMPARE(file.catalogue.propertyNames, std::vector<std::string>{"price"});
        QCOMPARE(info(file, items, "2").properties, std::vector<std::string>{"3"});
    }

    void jsonLines() {
        IdMap items;
        for (const char* id : {"B01", "B02", "B03"}) {
            items.insert(id);
        }
        const auto file = read(
            "{\"asin\": \"B01\", \"title\": \"A &amp; B\", \"categories\": "
            "[[\"Books\", \"Crime\"]], \"price\": 3.5}\n"
            "{\"asin\": \"B02\", \"title\": \"\", \"price\": 4}\n"
            "{\"asin\": \"B03\", \"title\": \"Été\", \"date\": \"Oct 21, 2008\"}\n"
            "{\"asin\": \"B0",
            items, "meta.json");
        QCOMPARE(file.report.matched, std::uint64_t(2));
        QCOMPARE(file.report.rejected, std::uint64_t(2));
        QCOMPARE(file.report.rows, std::uint64_t(4));
        QCOMPARE(file.report.rejectedRows[0].line, std::uint64_t(2));
        QCOMPARE(file.report.rejectedRows[1].line, std::uint64_t(4));
        QCOMPARE(info(file, items, "B01").title, std::string("A & B"));
        QCOMPARE(info(file, items, "B01").genres, std::string("Books|Crime"));
        QCOMPARE(info(file, items, "B03").title, std::string("Été"));
        QCOMPARE(info(file, items, "B03").year, 2008);
        QCOMPARE(file.catalogue.propertyNames, std::vector<std::string>{"price"});
        QCOMPARE(info(file, items, "B03").properties, std::vector<std::string>{""});
    }

    void netflix() {
        const auto items = numbers(1, 4);
        const auto file = read(
            "1,2003,Dinosaur Land\n2,NULL,Isle of Cats\n3,1997,Character\n"
            "4,1974,At Home, A Stranger, Alone\n9,1980,None\n",
            items);
        QCOMPARE(info(file, items, "1").title, std::string("Dinosaur Land"));
        QCOMPARE(info(file, items, "1").year, 2003);
        QCOMPARE(info(file, items, "2").year, 0);
        QCOMPARE(info(file, items, "2").genres, std::string());
        QCOMPARE(info(file, items, "4").title, std::string("At Home, A Stranger, Alone"));
        QVERIFY(file.catalogue.propertyNames.empty());
    }

    void newsWithoutAHeader() {
        IdMap items;
        for (const char* id : {"N1", "N2", "N3", "N4"}) {
            items.insert(id);
        }
        const QByteArray rest = " " + QByteArray(300, 'x') + "\thttps://news.org/a\t[]\n";
        const auto file = read("N1\tsports\tgolf\tA long putt\tHe, she, they" + rest +
                                   "N2\tsports\ttennis\tLove all\tThen, now" + rest +
                                   "N3\thealth\tfood\tEat well, sleep\tNever, ever" + rest +
                                   "N4\thealth\tfood\tWalk\tAt, last" + rest,
                               items, "news.tsv");
        QCOMPARE(file.report.matched, std::uint64_t(4));
        QCOMPARE(info(file, items, "N3").title, std::string("Eat well, sleep"));
        QCOMPARE(info(file, items, "N3").genres, std::string("health"));
    }

    void titlesWithoutAName() {
        const auto items = numbers(1, 3);
        const auto file = read(
            "item_id,sort,what_it_is,about,pic\n"
            "1,a,Long Hall,\"" +
                QByteArray(600, 'x') +
                "\",https://a.org/a/long/way\n"
                "2,a,Short Hall,\"" +
                QByteArray(700, 'y') +
                "\",https://a.org/b/long/way\n"
                "3,b,Hall,\"" +
                QByteArray(800, 'z') + "\",https://a.org/c/long/way\n",
            items);
        QCOMPARE(info(file, items, "1").title, std::string("Long Hall"));
        QCOMPARE(info(file, items, "3").title, std::string("Hall"));
        // Cut properties.
        QCOMPARE(info(file, items, "1").properties[1].size(), std::size_t(500));
    }

    void propertiesAreCutBetweenCharacters() {
        const auto items = numbers(1, 2);
        const QByteArray accents = QByteArray("x") + QByteArray("é").repeated(400);
        QByteArray header = "id,title,about";
        QByteArray more;
        for (int column = 0; column < 40; ++column) {
            header += ",c" + QByteArray::number(column);
            more += ",v" + QByteArray::number(column);
        }
        const auto file = read(
            header + "\n1,One Film," + accents + more + "\n2,Two Films,short" + more + "\n", items);
        QCOMPARE(file.catalogue.propertyNames.size(), std::size_t(30));
        QCOMPARE(file.catalogue.propertyNames.back(), std::string("c28"));
        const auto film = info(file, items, "1");
        QCOMPARE(film.properties.size(), std::size_t(30));
        QCOMPARE(film.properties[0], accents.left(499).toStdString());
        QCOMPARE(film.properties[29], std::string("v28"));
    }

    void years_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("year");
        const auto row = [](const char* text, int year) {
            QTest::newRow(text) << QByteArray(text) << year;
        };
        row("1995", 1995);
        row("1995.0", 1995);
        row("-720", -720);
        row("−720.0", -720);
        row("1995-10-30", 1995);
        row("30/10/1995", 1995);
        row("19951030", 1995);
        row("\"Oct 21, 2008\"", 2008);
        row("1995-10-30T00:00:00.000Z", 1995);
        row("10/30/95", 2001);  // from the title
        row("1995.5", 2001);
        row("123456", 2001);
        row("NULL", 2001);
        row("", 2001);
    }

    void years() {
        QFETCH(QByteArray, text);
        QFETCH(int, year);
        const auto items = numbers(1, 2);
        const auto file = read("id,title,year\n1,Space (2001)," + text + "\n2,Other,1999\n", items);
        QCOMPARE(info(file, items, "1").year, year);
    }
};

QTEST_APPLESS_MAIN(TestTitleColumns)
#include "tst_title_columns.moc"
