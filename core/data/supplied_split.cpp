#include "data/supplied_split.h"

#include "base/text.h"
#include "data/text_file.h"

namespace ncf {

namespace {

constexpr std::uint64_t kLinesPerReport = 1 << 14;

// Reads the three files one after another; progress runs over their bytes together.
class SuppliedSplitReader {
public:
    SuppliedSplitReader(const ProgressCallback& progress, std::stop_token stop)
        : progress_(progress), stop_(std::move(stop)) {}

    Result<RatingsFile> read(const SuppliedSplitFiles& files) {
        for (const auto& path : {files.train, files.test, files.negatives}) {
            auto file = TextFile::openLines(path);
            if (!file) {
                return Error{file.error().kind, file.error().what,
                             "The split needs its three files .train.rating, .test.rating and "
                             ".test.negative in one folder."};
            }
            totalBytes_ += file->bytes();
            files_.push_back(std::move(*file));
        }
        report_.format.separator = "\t";
        report_.columns = {0, 1, std::nullopt, std::nullopt};
        for (const auto& status :
             {readPairs(files_[0], false), readPairs(files_[1], true), readNegatives(files_[2])}) {
            if (!status) {
                return status.error();
            }
        }
        if (rows_.empty()) {
            return Error{ErrorKind::BadInput, files_[0].name() + " has no usable row.",
                         "A row is a user and an item with a tab between them."};
        }
        return finish();
    }

private:
    // Calls use(line) for every line that is not blank; its answer is the reason for a rejection.
    template <class Use>
    Status forEachLine(TextFile& file, Use use) {
        std::string_view line;
        while (file.nextLine(line)) {
            if (file.lineNumber() % kLinesPerReport == 0) {
                if (stop_.stop_requested()) {
                    return cancelled();
                }
                if (progress_) {
                    progress_(doneBytes_ + file.bytesDone(), totalBytes_);
                }
            }
            if (trimmed(line).empty()) {
                continue;
            }
            const std::string reason = use(line);
            if (!reason.empty()) {
                ++report_.rejected;
                if (report_.rejectedRows.size() < ReadReport::kMaxListed) {
                    report_.rejectedRows.push_back({file.lineNumber(), file.name() + ": " + reason,
                                                    latin1ToUtf8(line.substr(0, 100))});
                }
            }
        }
        doneBytes_ += file.bytes();
        return file.status();
    }

    Status readPairs(TextFile& file, bool test) {
        return forEachLine(file, [&](std::string_view line) -> std::string {
            ++report_.rows;
            const auto fields = splitText(line, "\t");
            if (fields.size() < 2) {
                return "it has no tab between a user and an item";
            }
            const auto user = trimmed(fields[0]);
            const auto item = trimmed(fields[1]);
            if (!goodId(user) || !goodId(item)) {
                return "a user or an item is empty, too long or not UTF-8";
            }
            rows_.push_back({users_.insert(user), items_.insert(item), 1.0f, 0});
            if (test) {
                setTest(rows_.back().user, rows_.back().item);
            }
            return {};
        });
    }

    Status readNegatives(TextFile& file) {
        return forEachLine(file, [&](std::string_view line) -> std::string {
            const auto fields = splitText(line, "\t");
            auto head = trimmed(fields[0]);
            if (!head.starts_with('(') || !head.ends_with(')')) {
                return "it does not begin with “(user,item)”";
            }
            const auto pair = splitText(head.substr(1, head.size() - 2), ",");
            const auto user = users_.find(trimmed(pair[0]));
            const auto at = static_cast<std::size_t>(user);
            if (pair.size() != 2 || user == IdMap::kNone || at >= test_.item.size() ||
                test_.item[at] == IdMap::kNone || items_.find(trimmed(pair[1])) != test_.item[at]) {
                return "its user and item are not in the test file";
            }
            auto& negatives = test_.negatives[at];
            for (std::size_t i = 1; i < fields.size(); ++i) {
                const auto id = trimmed(fields[i]);
                if (!goodId(id)) {
                    return "a negative is empty, too long or not UTF-8";
                }
                if (const auto item = items_.insert(id); item != test_.item[at]) {
                    negatives.push_back(item);
                }
            }
            return {};
        });
    }

    static bool goodId(std::string_view id) {
        return !id.empty() && id.size() <= kMaxIdBytes && isValidUtf8(id) &&
               id.find('\0') == std::string_view::npos;
    }

    void setTest(UserIndex user, ItemIndex item) {
        const auto size = static_cast<std::size_t>(user) + 1;
        if (test_.item.size() < size) {
            test_.item.resize(size, IdMap::kNone);
            test_.negatives.resize(size);
        }
        test_.item[size - 1] = item;
    }

    Result<RatingsFile> finish() {
        test_.item.resize(users_.size(), IdMap::kNone);
        test_.negatives.resize(users_.size());
        RatingsFile result{Dataset(std::move(users_), std::move(items_), std::move(rows_), {}),
                           std::move(report_),
                           {}};
        result.report.duplicates = result.dataset.duplicates();
        result.dataset.setSuppliedTest(std::move(test_));
        return result;
    }

    const ProgressCallback& progress_;
    std::stop_token stop_;
    std::vector<TextFile> files_;
    std::uint64_t totalBytes_ = 0;
    std::uint64_t doneBytes_ = 0;
    IdMap users_;
    IdMap items_;
    std::vector<Interaction> rows_;
    SuppliedTest test_;
    ReadReport report_;
};

}  // namespace

std::optional<SuppliedSplitFiles> suppliedSplitFiles(const std::filesystem::path& anyOfThem) {
    const std::string name = anyOfThem.string();
    for (const std::string_view ending : {".train.rating", ".test.rating", ".test.negative"}) {
        if (name.ends_with(ending)) {
            const std::string stem = name.substr(0, name.size() - ending.size());
            return SuppliedSplitFiles{stem + ".train.rating", stem + ".test.rating",
                                      stem + ".test.negative"};
        }
    }
    return std::nullopt;
}

Result<RatingsFile> readSuppliedSplit(const SuppliedSplitFiles& files,
                                      const ProgressCallback& progress, std::stop_token stop) {
    return SuppliedSplitReader(progress, std::move(stop)).read(files);
}

}  // namespace ncf
