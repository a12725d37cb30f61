#include "data/item_catalogue.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace ncf;

class TestTitlesBeside : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const QString& name, const QByteArray& content) {
        const auto path = std::filesystem::path(folder_.filePath(name).toStdString());
        std::ofstream(path, std::ios::binary).write(content.data(), content.size());
        return path;
    }

private Q_SLOTS:
    void findsWhatLiesBeside_data() {
        QTest::addColumn<QString>("ratings");
        QTest::addColumn<QString>("titles");
        const auto row = [](const char* ratings, const char* titles) {
            QTest::newRow(titles) << QString(ratings) << QString(titles);
        };
        row("r.csv", "titles.csv");
        row("ratings.csv", "books.csv");
        row("ratings.csv", "games.csv");
        row("ratings.csv", "tracks.csv");
        row("ratings.csv", "products.csv");
        row("ratings.csv", "anime.csv");
        row("ratings.csv", "metadata.csv");
        row("ratings.csv", "movies_metadata.csv");
        row("ratings.csv", "movies.csv.gz");
        row("ratings.csv", "books.csv.zip");
        row("ratings.dat", "movies.dat");
        row("u.data", "u.item");
        row("plays.csv", "plays-titles.csv");
        row("ml-100k.inter", "ml-100k.item");
        row("ml-100k.inter.gz", "ml-100k.item.gz");
        row("ml-100k.inter.zip", "ml-100k.item");
    }

    void findsWhatLiesBeside() {
        QFETCH(QString, ratings);
        QFETCH(QString, titles);
        QDir folder(folder_.path());
        QVERIFY(folder.mkdir("beside"));
        const auto file = write("beside/" + ratings, "user,item\n");
        QVERIFY(!findTitlesBeside(file));
        write("beside/" + titles, "item,title\n");
        const auto found = findTitlesBeside(file);
        QVERIFY(QDir(folder.filePath("beside")).removeRecursively());
        QVERIFY(found.has_value());
        QCOMPARE(QString::fromStdString(found->filename().string()), titles);
    }

    void ratingsAreNoTitlesOfTheirOwn() {
        QDir folder(folder_.path());
        QVERIFY(folder.mkdir("own"));
        const auto ratings = write("own/books.csv", "user,book\n");
        QVERIFY(!findTitlesBeside(ratings));
        // By another path to the same file, too.
        std::filesystem::create_symlink(ratings, ratings.parent_path() / "items.csv");
        QVERIFY(!findTitlesBeside(ratings));
        write("own/games.csv", "item,title\n");
        QCOMPARE(findTitlesBeside(ratings)->filename().string(), std::string("games.csv"));
        // A supplied split has ids of its own.
        QVERIFY(!findTitlesBeside(ratings.parent_path() / "x.train.rating"));
    }
};

QTEST_APPLESS_MAIN(TestTitlesBeside)
#include "tst_titles_beside.moc"
