#include "data/byte_source.h"
#include "support/results.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace ncf;

namespace {

struct Member {
    std::string path;
    std::string content;
    std::size_t times = 1;  // the content stands one after the other
};

using Setting = std::function<void(archive*)>;

// An archive with these members, or the content of the only one where the format is raw.
std::string packed(const std::vector<Member>& members, const Setting& set) {
    std::string bytes;
    auto* writer = archive_write_new();
    set(writer);
    archive_write_set_bytes_in_last_block(writer, 1);
    archive_write_open(
        writer, &bytes, nullptr,
        [](archive*, void* to, const void* block, std::size_t size) -> la_ssize_t {
            static_cast<std::string*>(to)->append(static_cast<const char*>(block), size);
            return static_cast<la_ssize_t>(size);
        },
        nullptr);
    for (const auto& member : members) {
        auto* entry = archive_entry_new();
        const bool folder = member.path.ends_with('/');
        archive_entry_set_pathname(entry, member.path.c_str());
        archive_entry_set_filetype(entry, folder ? AE_IFDIR : AE_IFREG);
        archive_entry_set_perm(entry, folder ? 0755 : 0644);
        archive_entry_set_size(entry,
                               static_cast<la_int64_t>(member.content.size() * member.times));
        archive_write_header(writer, entry);
        for (std::size_t time = 0; time < member.times; ++time) {
            archive_write_data(writer, member.content.data(), member.content.size());
        }
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    return bytes;
}

void raw(archive* writer) {
    archive_write_set_format_raw(writer);
}
void gzip(archive* writer) {
    archive_write_add_filter_gzip(writer);
    raw(writer);
}
void zip(archive* writer) {
    archive_write_set_format_zip(writer);
}
void tar(archive* writer) {
    archive_write_set_format_ustar(writer);
}
void tarGzip(archive* writer) {
    archive_write_add_filter_gzip(writer);
    tar(writer);
}

// Some 700 KB of rows that do not repeat.
std::string manyRows() {
    std::string text = "user,item,rating\n";
    std::uint32_t state = 1;
    for (int row = 0; row < 50'000; ++row) {
        state = state * 1664525U + 1013904223U;
        text += std::to_string(state >> 16) + ',' + std::to_string(state % 9973) + ',' +
                std::to_string(state % 5 + 1) + '\n';
    }
    return text;
}

std::string readAll(ByteSource& source, std::size_t piece = 64 << 10) {
    std::string all;
    std::string buffer(piece, '\0');
    while (const auto got = source.read(buffer.data(), buffer.size())) {
        all.append(buffer, 0, got);
    }
    return all;
}

// The most memory that this process has had.
long peakBytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss * 1024;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

class TestByteSource : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const std::string& content, const std::string& name = "ratings") {
        const auto path = std::filesystem::path(folder_.path().toStdString()) / name;
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    std::string errorOf(const std::string& content) {
        const auto opened = openBytes(write(content, "some.file"));
        return opened ? "" : opened.error().message();
    }

private Q_SLOTS:
    void plainBytesComeAsTheyAre() {
        const auto text = manyRows();
        auto opened = openBytes(write(text, "rätings.csv"));
        REQUIRE_OK(opened);
        QCOMPARE(opened->name, std::string("rätings.csv"));
        QCOMPARE(opened->member, std::string());
        QVERIFY(!opened->packed);
        QCOMPARE(opened->bytes->bytesTotal(), std::uint64_t(text.size()));
        char first[10];
        QCOMPARE(opened->bytes->read(first, 10), std::size_t(10));
        QCOMPARE(opened->bytes->bytesDone(), std::uint64_t(10));
        QVERIFY(std::string(first, 10) + readAll(*opened->bytes) == text);
        QCOMPARE(opened->bytes->bytesDone(), std::uint64_t(text.size()));
        REQUIRE_OK(opened->bytes->status());
    }

    void whatIsNoFileIsRefused() {
        const auto folder = std::filesystem::path(folder_.path().toStdString());
        auto opened = openBytes(folder / "none.csv");
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::NotFound);
        QVERIFY(contains(opened.error().what, "none.csv"));
        opened = openBytes(folder);
        QVERIFY(!opened && contains(opened.error().what, "is a folder"));
        opened = openBytes(write("", "empty.csv"));
        QVERIFY(!opened && contains(opened.error().what, "empty.csv is empty"));
        const auto pipe = folder / "pipe";
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        opened = openBytes(pipe);
        QVERIFY(!opened && contains(opened.error().what, "pipe is not a regular file"));
        const auto closed = write("user,item\n", "closed.csv");
        std::filesystem::permissions(closed, std::filesystem::perms::none);
        if (::access(closed.c_str(), R_OK) != 0) {
            opened = openBytes(closed);
            QVERIFY(!opened && contains(opened.error().what, "closed.csv cannot be read"));
        }
    }

    void textThatLooksPackedIsText_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addRow("bzip2") << QByteArray("BZh9,item\n1,2\n");
        QTest::addRow("tar") << QByteArray(257, 'a') + "ustar,item\n" + QByteArray(1000, 'b');
        QTest::addRow("one byte") << QByteArray("P");
        QTest::addRow("zip") << QByteArray("PK,item\n");
    }
    void textThatLooksPackedIsText() {
        QFETCH(QByteArray, text);
        auto opened = openBytes(write(text.toStdString()));
        REQUIRE_OK(opened);
        QVERIFY(!opened->packed);
        QCOMPARE(readAll(*opened->bytes), text.toStdString());
    }

    void everyPackingGivesItsContent_data() {
        QTest::addColumn<Setting>("set");
        QTest::addColumn<bool>("archive");
        const auto add = [](const char* name, bool archive, const Setting& set) {
            QTest::addRow("%s", name) << set << archive;
        };
        add("gzip", false, gzip);
        add("bzip2", false,
            [](auto* writer) { archive_write_add_filter_bzip2(writer), raw(writer); });
        add("xz", false, [](auto* writer) { archive_write_add_filter_xz(writer), raw(writer); });
        add("zstd", false,
            [](auto* writer) { archive_write_add_filter_zstd(writer), raw(writer); });
        add("zip", true, zip);
        add("zip, stored", true,
            [](auto* writer) { zip(writer), archive_write_zip_set_compression_store(writer); });
        add("ustar", true, tar);
        add("pax", true, [](auto* writer) { archive_write_set_format_pax(writer); });
        add("gnutar", true, [](auto* writer) { archive_write_set_format_gnutar(writer); });
        add("7z", true, [](auto* writer) { archive_write_set_format_7zip(writer); });
        add("tar.gz", true, tarGzip);
        add("tar.bz2", true,
            [](auto* writer) { archive_write_add_filter_bzip2(writer), tar(writer); });
        add("tar.xz", true, [](auto* writer) { archive_write_add_filter_xz(writer), tar(writer); });
        add("tar.zst", true,
            [](auto* writer) { archive_write_add_filter_zstd(writer), tar(writer); });
        add("zip.gz", true,
            [](auto* writer) { archive_write_add_filter_gzip(writer), zip(writer); });
    }
    void everyPackingGivesItsContent() {
        QFETCH(Setting, set);
        QFETCH(bool, archive);
        static const auto text = manyRows();
        const auto bytes = packed({{"data/rows.csv", text}}, set);
        QVERIFY(bytes.size() > 1000);
        auto opened = openBytes(write(bytes, "no ending"));
        REQUIRE_OK(opened);
        QVERIFY(opened->packed);
        QCOMPARE(opened->name, std::string("no ending"));
        QCOMPARE(opened->member, std::string(archive ? "data/rows.csv" : ""));
        QCOMPARE(opened->bytes->bytesTotal(), std::uint64_t(bytes.size()));
        std::string half(text.size() / 2, '\0');
        std::size_t filled = 0;
        while (filled < half.size()) {
            const auto got = opened->bytes->read(half.data() + filled,
                                                 std::min<std::size_t>(777, half.size() - filled));
            QVERIFY(got > 0);
            filled += got;
        }
        QVERIFY(opened->bytes->bytesDone() <= bytes.size());
        QVERIFY(half + readAll(*opened->bytes) == text);
        REQUIRE_OK(opened->bytes->status());
        QCOMPARE(opened->bytes->bytesDone(), std::uint64_t(bytes.size()));
        char more = 0;
        QCOMPARE(opened->bytes->read(&more, 1), std::size_t(0));
    }

    void progressIsThatOnTheDisk() {
        const auto bytes = packed({{"x", manyRows(), 6}}, gzip);
        auto opened = openBytes(write(bytes));
        REQUIRE_OK(opened);
        std::string buffer(64 << 10, '\0');
        std::uint64_t before = 0;
        int steps = 0;
        while (opened->bytes->read(buffer.data(), buffer.size()) > 0) {
            QVERIFY(opened->bytes->bytesDone() >= before);
            steps += opened->bytes->bytesDone() > before ? 1 : 0;
            before = opened->bytes->bytesDone();
        }
        QVERIFY(steps > 3);
        QCOMPARE(opened->bytes->bytesDone(), std::uint64_t(bytes.size()));
    }

    void severalCompressedPartsAreOneFile() {
        const auto bytes = packed({{"x", "a,b\n"}}, gzip) + packed({{"x", "c,d\n"}}, gzip);
        auto opened = openBytes(write(bytes));
        REQUIRE_OK(opened);
        QCOMPARE(readAll(*opened->bytes), std::string("a,b\nc,d\n"));
    }

    void aGzipFileMayHaveBytesBehindItsEnd() {
        const auto text = manyRows();
        const auto bytes = packed({{"x", text}}, gzip);
        for (const auto& behind : {std::string(1000, '\0'), std::string("garbage"),
                                   std::string((256 << 10) - bytes.size() % (256 << 10), '\0')}) {
            auto opened = openBytes(write(bytes + behind));
            REQUIRE_OK(opened);
            QVERIFY(readAll(*opened->bytes) == text);
            REQUIRE_OK(opened->bytes->status());
        }
    }

    void aGzipFileWithAnotherChecksumIsDamaged() {
        auto bytes = packed({{"x", "user,item\n1,2\n"}}, gzip);
        bytes[bytes.size() - 6] ^= 1;
        auto opened = openBytes(write(bytes, "some.file"));
        REQUIRE_OK(opened);
        QCOMPARE(readAll(*opened->bytes), std::string("user,item\n1,2\n"));
        QVERIFY(!opened->bytes->status());
        QVERIFY(contains(opened->bytes->status().error().what, "checksum"));
    }

    void filesInAnArchiveMayBePackedThemselves() {
        const auto text = manyRows();
        const auto inner = packed({{"x", text}}, gzip);
        auto opened = openBytes(
            write(packed({{"a/", ""}, {"a/reviews.json.gz", inner}, {"b.txt", "x"}}, zip)));
        REQUIRE_OK(opened);
        QCOMPARE(opened->member, std::string("a/reviews.json.gz"));
        QVERIFY(readAll(*opened->bytes) == text);

        const auto archive = packed({{"README", "x"}, {"ratings.csv", text}}, tarGzip);
        opened = openBytes(write(packed({{"set.tar.gz", archive}}, zip)));
        REQUIRE_OK(opened);
        QCOMPARE(opened->member, std::string("ratings.csv"));
        QVERIFY(readAll(*opened->bytes) == text);
        REQUIRE_OK(opened->bytes->status());

        std::string deep = "a,b\n";
        for (int layer = 0; layer < 6; ++layer) {
            deep = packed({{"x", deep}}, tar);
        }
        QVERIFY(contains(errorOf(deep), "packed more than"));
    }

    void theFileWithTheRatingsIsTaken_data() {
        QTest::addColumn<QStringList>("paths");
        QTest::addColumn<QString>("taken");
        QTest::addRow("MovieLens 1M")
            << QStringList{"ml-1m/", "ml-1m/movies.dat", "ml-1m/ratings.dat", "ml-1m/README",
                           "ml-1m/users.dat"}
            << "ml-1m/ratings.dat";
        QTest::addRow("MovieLens 100K")
            << QStringList{"ml/u.data", "ml/u.item", "ml/u1.base", "ml/u1.test", "ml/mku.sh"}
            << "ml/u.data";
        QTest::addRow("Book-Crossing")
            << QStringList{"BX-Users.csv", "BX-Books.csv", "BX-Book-Ratings.csv"}
            << "BX-Book-Ratings.csv";
        QTest::addRow("RecBole") << QStringList{"x/x.item", "x/x.inter", "x/x.user"} << "x/x.inter";
        QTest::addRow("events") << QStringList{"category_tree.csv", "events.csv", "items.csv"}
                                << "events.csv";
        QTest::addRow("plays") << QStringList{"profile.tsv", "artname-plays.tsv"}
                               << "artname-plays.tsv";
        QTest::addRow("macOS") << QStringList{"__MACOSX/._log.csv", "._log.csv", ".DS_Store",
                                              "log.csv", "x/._y"}
                               << "log.csv";
        QTest::addRow("texts") << QStringList{"LICENSE.txt", "readme.md", "ml_README.txt", "log"}
                               << "log";
        QTest::addRow("one table")
            << QStringList{"picture.png", "log.csv", "paper.pdf"} << "log.csv";
        QTest::addRow("pictures of reviews")
            << QStringList{"review1.png", "review2.png", "reviews.jsonl", "users.csv"}
            << "reviews.jsonl";
        QTest::addRow("no ending") << QStringList{"a.csv", "b.csv", "Ratings"} << "Ratings";
        QTest::addRow("none stands out") << QStringList{"a.csv", "b.csv"} << "";
        QTest::addRow("two stand out") << QStringList{"ratings.csv", "ratings_small.csv"} << "";
        QTest::addRow("no table") << QStringList{"a.png", "b.png"} << "";
    }
    void theFileWithTheRatingsIsTaken() {
        QFETCH(QStringList, paths);
        QFETCH(QString, taken);
        std::vector<Member> members;
        for (const auto& path : paths) {
            members.push_back({path.toStdString(), path.endsWith('/') ? "" : path.toStdString()});
        }
        for (const auto& set : {Setting(zip), Setting(tarGzip)}) {
            const auto file = write(packed(members, set), "archive");
            auto opened = openBytes(file);
            if (taken.isEmpty()) {
                QVERIFY(!opened);
                const auto what = opened.error().what;
                QVERIFY(contains(what, "archive holds " + std::to_string(paths.size()) + " files"));
                for (const auto& path : paths) {
                    QVERIFY2(contains(what, path.toStdString()), what.c_str());
                }
            } else {
                REQUIRE_OK(opened);
                QCOMPARE(opened->member, taken.toStdString());
                QCOMPARE(readAll(*opened->bytes), taken.toStdString());
            }
        }
    }

    void aLongListOfFilesIsCut() {
        std::vector<Member> members;
        for (int i = 0; i < 1500; ++i) {
            members.push_back({std::string(300, 'x') + "é" + std::to_string(i) + ".csv", "a,b\n"});
        }
        const auto error = errorOf(packed(members, zip));
        QVERIFY2(contains(error, "1,500 files") && contains(error, "1,492 more"), error.c_str());
        QVERIFY(error.size() < 1200);
    }

    void archivesWithoutAFileAreRefused() {
        QVERIFY(contains(errorOf(packed({{"a/", ""}}, zip)), "some.file holds no file"));
        QVERIFY(contains(errorOf(packed({}, zip)), "some.file holds no file"));
        QVERIFY(contains(errorOf(packed({{"readme.txt", "x"}}, tar)), "some.file holds no file"));
        QVERIFY(contains(errorOf(packed({{"a.csv", ""}}, zip)), "empty"));
        QVERIFY(contains(errorOf(packed({{"x", ""}}, gzip)), "some.file"));
    }

    void workbooksAreNamed() {
        for (const char* mark : {"[Content_Types].xml", "mimetype"}) {
            const auto error = errorOf(packed({{mark, "x"}, {"xl/sheet1.xml", "<x/>"}}, zip));
            QVERIFY2(contains(error, "some.file is a workbook"), error.c_str());
            QVERIFY(contains(error, "CSV"));
        }
    }

    void namesAreUtf8() {
        for (const auto& set : {Setting(zip), Setting(tar)}) {
            auto opened = openBytes(write(packed({{"Bewertungen für alle.csv", "a,b\n"}}, set)));
            REQUIRE_OK(opened);
            QCOMPARE(opened->member, std::string("Bewertungen für alle.csv"));
        }
    }

    void encryptedZipsAreRefused() {
        for (const char* way : {"zip:encryption=zipcrypt", "zip:encryption=aes256"}) {
            bool able = false;
            const auto bytes = packed({{"a.csv", "user,item\n1,2\n"}}, [&](archive* writer) {
                zip(writer);
                able = archive_write_set_options(writer, way) == ARCHIVE_OK &&
                       archive_write_set_passphrase(writer, "secret") == ARCHIVE_OK;
            });
            if (able) {
                const auto error = errorOf(bytes);
                QVERIFY2(contains(error, "some.file is encrypted"), error.c_str());
            }
        }
    }

    void damageIsTold_data() { everyPackingGivesItsContent_data(); }
    void damageIsTold() {
        QFETCH(Setting, set);
        static const auto text = manyRows();
        const auto bytes = packed({{"rows.csv", text}}, set);
        const auto isTold = [&](const std::string& content) {
            auto opened = openBytes(write(content, "some.file"));
            if (!opened) {
                return contains(opened.error().message(), "some.file");
            }
            const auto got = readAll(*opened->bytes);
            const auto status = opened->bytes->status();
            return !status && contains(status.error().what, "some.file is damaged: ") &&
                   contains(status.error().remedy, "Fetch or make it again.") &&
                   got.size() <= text.size();
        };
        QVERIFY(isTold(bytes.substr(0, bytes.size() / 2)));
        // A tar has no checksum of its content, and libarchive does not look at that of a gzip
        // file.
        const std::string tag = QTest::currentDataTag();
        if (contains(tag, "tar.") || (!contains(tag, "tar") && tag != "pax")) {
            auto broken = bytes;
            for (std::size_t at = bytes.size() / 2; at < bytes.size() / 2 + 300; ++at) {
                broken[at] = static_cast<char>(at * at * 31 % 251);
            }
            QVERIFY(isTold(broken));
        }
    }

    void hostileBytesAreRead() {
        const auto zipped = packed({{"a/", ""}, {"b.csv", "user,item\n"}, {"c", "x"}}, zip);
        const auto tarred = packed({{"a/", ""}, {"b.csv", "user,item\n"}, {"c", "x"}}, tarGzip);
        std::uint32_t state = 7;
        for (const auto& bytes : {zipped, tarred, packed({{"x", "1,2\n"}}, gzip)}) {
            for (int round = 0; round < 100; ++round) {
                auto broken = bytes;
                for (int change = 0; change < 3; ++change) {
                    state = state * 1664525U + 1013904223U;
                    broken[(state >> 8) % broken.size()] = static_cast<char>(state >> 24);
                }
                auto opened = openBytes(write(broken));
                if (opened) {
                    QVERIFY(readAll(*opened->bytes).size() < 1'000'000);
                }
            }
        }
    }

    void aBombIsReadInLittleMemory() {
        const std::string block = "a,b\n" + std::string((1 << 20) - 4, '\0');
        for (const auto& set : {Setting(gzip), Setting(zip)}) {
            auto opened = openBytes(write(packed({{"a.csv", block, 200}}, set)));
            REQUIRE_OK(opened);
            const auto before = peakBytes();
            std::string buffer(1 << 20, '\0');
            std::size_t bytes = 0;
            while (const auto got = opened->bytes->read(buffer.data(), buffer.size())) {
                bytes += got;
            }
            REQUIRE_OK(opened->bytes->status());
            QCOMPARE(bytes, 200 * block.size());
            QVERIFY(peakBytes() - before < 100'000'000);
        }
    }
};

QTEST_GUILESS_MAIN(TestByteSource)
#include "tst_byte_source.moc"
