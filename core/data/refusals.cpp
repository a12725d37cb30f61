#include "data/refusals.h"

#include "base/text.h"
#include "data/layout.h"
#include "data/line_reader.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace ncf {

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::string_view bytes;
    std::string_view what;
    std::string_view remedy;
};

constexpr std::string_view kFromPickle =
    R"(Load it in Python and write CSV, with pandas: df.to_csv("ratings.csv", index=False).)";
constexpr std::string_view kFromR =
    R"(Load it in R and write CSV: write.csv(x, "ratings.csv", row.names = FALSE).)";

constexpr std::array kMagics = {
    Magic{"PAR1"sv, "a Parquet file",
          R"(Write CSV: pandas.read_parquet(FILE).to_csv("ratings.csv", index=False).)"},
    Magic{"ARROW1\0"sv, "a Feather file",
          R"(Write CSV: pandas.read_feather(FILE).to_csv("ratings.csv", index=False).)"},
    Magic{"\x89HDF\r\n\x1a\n"sv, "an HDF5 file",
          R"(Read it with pandas or h5py and write CSV: df.to_csv("ratings.csv", index=False).)"},
    Magic{"\x93NUMPY"sv, "an array of NumPy",
          R"(Write CSV: numpy.savetxt("ratings.csv", numpy.load(FILE), delimiter=",", fmt="%g").)"},
    Magic{"\x80\x02"sv, "a pickle of Python", kFromPickle},
    Magic{"\x80\x03"sv, "a pickle of Python", kFromPickle},
    Magic{"\x80\x04"sv, "a pickle of Python", kFromPickle},
    Magic{"\x80\x05"sv, "a pickle of Python", kFromPickle},
    Magic{"SQLite format 3\0"sv, "an SQLite database",
          R"(Export the table: sqlite3 -header -csv FILE "SELECT * FROM ratings" > ratings.csv.)"},
    Magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an Excel workbook (.xls)",
          "Open it in a spreadsheet program and save the sheet as CSV."},
    Magic{"RDX2\n"sv, "a file of R", kFromR},
    Magic{"RDX3\n"sv, "a file of R", kFromR},
    Magic{"X\n\0\0\0"sv, "a file of R", kFromR},
    Magic{"MATLAB 5.0 MAT-file"sv, "a MATLAB file",
          "Load it in MATLAB, or with scipy.io.loadmat(), and write the ratings as CSV."},
};

// Whether the first file in an archive of .zip has this name, or ends in it.
bool firstInZip(std::string_view head, std::string_view name) {
    if (!head.starts_with("PK\x03\x04") || head.size() < 30) {
        return false;
    }
    const std::size_t size = static_cast<unsigned char>(head[26]) |
                             static_cast<unsigned>(static_cast<unsigned char>(head[27])) << 8;
    return head.substr(30, size).ends_with(name);
}

Error itIs(const std::string& fileName, std::string_view what, std::string_view remedy) {
    return {ErrorKind::BadInput, fileName + " is " + std::string(what) + ".", std::string(remedy)};
}

}  // namespace

std::optional<Error> knownBinary(std::string_view head, const std::string& fileName) {
    // SQLite keeps the mark of the program that made a database there.
    constexpr std::size_t kApplicationIdAt = 68;
    if (head.starts_with("SQLite format 3\0"sv) &&
        head.substr(std::min(head.size(), kApplicationIdAt)).starts_with("NCFs")) {
        return itIs(fileName, "a project of NCF Studio", "Open it; its data has been imported.");
    }
    for (const auto& magic : kMagics) {
        if (head.starts_with(magic.bytes)) {
            return itIs(fileName, magic.what, magic.remedy);
        }
    }
    if (firstInZip(head, ".npy")) {
        return itIs(
            fileName, "an archive of NumPy arrays",
            "Load it with numpy.load(), or scipy.sparse.load_npz() if it is a sparse matrix, "
            "and write the ratings as CSV, one a line: user, item, rating.");
    }
    return std::nullopt;
}

std::optional<Error> knownForeignText(std::string_view head, const std::string& fileName) {
    constexpr std::size_t kLookedAt = 64 << 10;
    constexpr std::size_t kLinesLookedAt = 200;
    const auto beginning = toLowerAscii(trimmed(head.substr(0, kLookedAt)));
    const bool xml = beginning.starts_with("<?xml");
    if (beginning.starts_with("<!doctype html") || beginning.starts_with("<html") ||
        beginning.starts_with("<head>") ||
        (xml && beginning.substr(0, 1024).find("<html") != std::string::npos)) {
        return itIs(fileName,
                    "a web page, perhaps one to log in, that was saved instead of the data",
                    "Download the data again, logged in if need be, and choose that file.");
    }
    if (xml) {
        return itIs(fileName, "XML, not a table",
                    "Export the interactions as CSV, one a line: user, item, rating.");
    }
    auto lines = wholeLines(beginning);
    lines.resize(std::min(lines.size(), kLinesLookedAt));
    const auto begins = [](std::string_view line, std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(),
                           [&](const auto word) { return line.starts_with(word); });
    };
    // A text that speaks of SQL somewhere is no dump: its first line is SQL, or a comment of it.
    if (!lines.empty() &&
        begins(lines.front(), {"--", "/*", "insert into ", "create ", "drop ", "set ", "use ",
                               "begin", "pragma ", "start transaction"}) &&
        std::any_of(lines.begin(), lines.end(), [&](const auto line) {
            return begins(line, {"insert into ", "create table "});
        })) {
        return itIs(fileName, "a dump of an SQL database",
                    "Load it into the database and export the table of interactions as CSV.");
    }
    return std::nullopt;
}

}  // namespace ncf
