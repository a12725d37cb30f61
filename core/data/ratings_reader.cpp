#include "data/ratings_reader.h"

#include "base/text.h"
#include "data/block_parser.h"
#include "data/text_file.h"
#include "data/text_sample.h"

#include <algorithm>
#include <deque>
#include <future>
#include <thread>

namespace ncf {

namespace {

Status checkColumns(const FileDetection& found, const RatingColumns& columns,
                    const std::string& name) {
    if (!columns.user || !columns.item) {
        return Error{ErrorKind::BadInput,
                     name + " has no " + (columns.user ? "item" : "user") + " column.",
                     "Each line needs at least a user and an item; say which columns they are, or "
                     "which separator stands between them."};
    }
    const int count = static_cast<int>(found.table.columnNames.size());
    std::vector<int> used;
    for (const auto& column : {columns.user, columns.item, columns.rating, columns.timestamp}) {
        if (column) {
            used.push_back(*column);
        }
    }
    std::sort(used.begin(), used.end());
    if (used.front() < 0 || used.back() >= count ||
        std::adjacent_find(used.begin(), used.end()) != used.end()) {
        return Error{ErrorKind::BadInput,
                     name + " has " + std::to_string(count) +
                         " columns, and the chosen ones are not among them or chosen twice.",
                     "Choose a different column for each of user, item, rating and time."};
    }
    return {};
}

// Everything that is needed to read a row: what was chosen, else what the column's values show.
RowFormat rowFormatOf(const FileDetection& found, const ReadOptions& options) {
    RowFormat format;
    format.table = found.table.format;
    format.columns = found.chosen();
    const auto profile = [&](const std::optional<int>& column) -> const ColumnProfile& {
        return found.columns[static_cast<std::size_t>(*column)];
    };
    if (options.numberFormat) {
        format.numbers = *options.numberFormat;
    } else if (format.columns.rating && profile(format.columns.rating).number) {
        format.numbers = profile(format.columns.rating).number->format;
    }
    if (options.timeFormat) {
        format.times = *options.timeFormat;
    } else if (format.columns.timestamp && profile(format.columns.timestamp).time) {
        format.times = profile(format.columns.timestamp).time->format;
    }
    format.unrated = found.unrated;
    return format;
}

// Puts the blocks of a file together.
class Assembler {
public:
    Assembler(const RowFormat& format, const ReadOptions& options, std::uint64_t fileBytes)
        : fileBytes_(fileBytes), lines_(format.table.skipLines) {
        report_.format = format.table;
        report_.columns = format.columns;
        report_.repeated = options.repeated;
        report_.unrated = format.unrated;
        if (format.columns.rating) {
            report_.numberFormat = format.numbers;
        }
        if (format.columns.timestamp) {
            report_.timeFormat = format.times;
        }
    }

    // Takes the header and what is blank or a comment before it off the front of the file's first
    // block and returns the header; empty when there were such lines only.
    std::string skipHeader(std::string_view& block) {
        RecordSplitter splitter(report_.format);
        while (!block.empty()) {
            const std::size_t bytes = splitter.next(block, false);
            block.remove_prefix(bytes);
            bytesDone_ += bytes;
            lines_ += splitter.lines();
            if (!splitter.empty()) {
                return std::string(splitter.record());
            }
        }
        return {};
    }

    // A parser's numbers for users and items, and the file's for them.
    struct Numbering {
        std::vector<std::int32_t> users, items;
    };

    void add(const ParsedBlock& block, const BlockParser& parser, Numbering& numbering) {
        if (interactions_.empty() && block.bytes > 0) {
            // As many as the whole file would have if it went on like this: growing by doubling
            // would need the memory one and a half times.
            const double share = static_cast<double>(fileBytes_) / static_cast<double>(block.bytes);
            interactions_.reserve(static_cast<std::size_t>(
                1.05 * share * static_cast<double>(block.interactions.size())));
        }
        extend(numbering.users, parser.users(), users_);
        extend(numbering.items, parser.items(), items_);
        for (Interaction row : block.interactions) {
            row.user = numbering.users[static_cast<std::size_t>(row.user)];
            row.item = numbering.items[static_cast<std::size_t>(row.item)];
            interactions_.push_back(row);
        }
        addRows(rejected_, block.rejected);
        addRows(report_.unreadRatings, block.unreadRatings);
        addRows(report_.unreadTimes, block.unreadTimes);
        report_.withoutRating += block.withoutRating;
        report_.withoutTime += block.withoutTime;
        lines_ += block.lines;
        report_.rows += block.rows;
        brokenUtf8_ += block.brokenUtf8;
        bytesDone_ += block.bytes;
    }

    std::uint64_t bytesDone() const { return bytesDone_; }
    std::uint64_t brokenUtf8() const { return brokenUtf8_; }

    // `layoutRejected`: what never became a row of the table.
    Result<RatingsFile> finish(const std::string& name, const RejectedRows& layoutRejected) {
        report_.rows += layoutRejected.count;
        report_.rejected = rejected_.count + layoutRejected.count;
        report_.rejectedRows = std::move(rejected_.listed);
        report_.rejectedRows.insert(report_.rejectedRows.end(), layoutRejected.listed.begin(),
                                    layoutRejected.listed.end());
        std::stable_sort(report_.rejectedRows.begin(), report_.rejectedRows.end(),
                         [](const auto& a, const auto& b) { return a.line < b.line; });
        report_.rejectedRows.resize(std::min(report_.rejectedRows.size(), ReadReport::kMaxListed));
        if (interactions_.empty()) {
            if (report_.rejectedRows.empty()) {
                return Error{ErrorKind::BadInput, name + " has a header and no rows.",
                             "Choose a file with one interaction per line."};
            }
            const auto& first = report_.rejectedRows.front();
            return Error{ErrorKind::BadInput,
                         "No row of " + name + " can be used; line " + std::to_string(first.line) +
                             ": " + first.reason + ".",
                         "Check the separator and what each column means."};
        }
        leaveOutFailedColumns();
        const Dataset::Columns columns{report_.columns.rating.has_value(),
                                       report_.columns.timestamp.has_value()};
        RatingsFile result{Dataset(std::move(users_), std::move(items_), std::move(interactions_),
                                   columns, report_.repeated),
                           std::move(report_),
                           {}};
        result.report.duplicates = result.dataset.duplicates();
        return result;
    }

private:
    void addRows(RejectedRows& to, const RejectedRows& of) const {
        for (RejectedRow row : of.listed) {
            row.line += report_.format.layout == Layout::Table ? lines_ : 0;
            to.add(std::move(row));
        }
        to.count += of.count - of.listed.size();
    }

    // A column most of whose values cannot be read tells nothing, or something else.
    void leaveOutFailedColumns() {
        const auto failed = [&](const RejectedRows& unread, std::uint64_t without) {
            const std::uint64_t there = interactions_.size() - without;
            return unread.count > 0 && 2 * unread.count >= there;
        };
        const auto notice = [&](const char* what, const RejectedRows& unread) {
            report_.notices.push_back(std::string("The ") + what +
                                      " column was left out: " + withThousands(unread.count) +
                                      " of its values cannot be read; line " +
                                      std::to_string(unread.listed.front().line) + ": " +
                                      unread.listed.front().reason + ".");
        };
        if (failed(report_.unreadRatings, report_.withoutRating)) {
            notice("rating", report_.unreadRatings);
            report_.columns.rating.reset();
            report_.numberFormat.reset();
            report_.unreadRatings = {};
            report_.withoutRating = 0;
            for (auto& row : interactions_) {
                row.rating = 1;
            }
        }
        if (failed(report_.unreadTimes, report_.withoutTime)) {
            notice("time", report_.unreadTimes);
            report_.columns.timestamp.reset();
            report_.timeFormat.reset();
            report_.unreadTimes = {};
            report_.withoutTime = 0;
            for (auto& row : interactions_) {
                row.timestamp = 0;
            }
        }
    }

    // With the ids that are new in the parser's latest block: those before are in blocks before.
    static void extend(std::vector<std::int32_t>& numbers, const IdMap& own, IdMap& file) {
        for (std::size_t at = numbers.size(); at < own.size(); ++at) {
            numbers.push_back(file.insert(own.id(static_cast<std::int32_t>(at))));
        }
    }

    const std::uint64_t fileBytes_;
    std::uint64_t bytesDone_ = 0;
    std::uint64_t lines_;
    std::uint64_t brokenUtf8_ = 0;
    RejectedRows rejected_;
    ReadReport report_;
    IdMap users_, items_;
    std::vector<Interaction> interactions_;
};

// A parser with what it works on.
struct ParserSlot {
    explicit ParserSlot(const RowFormat& format) : parser(format) {}

    BlockParser parser;
    Assembler::Numbering numbering;
    std::string block;
    std::future<const ParsedBlock*> parsed;
};

struct ReadOnce {
    RatingsFile file;
    std::uint64_t brokenUtf8 = 0;
};

Result<ReadOnce> readOnce(const std::filesystem::path& path, RowFormat format,
                          const ReadOptions& options, const ProgressCallback& progress,
                          const std::stop_token& stop) {
    auto file = TextFile::open(path, format.table);
    if (!file) {
        return file.error();
    }
    Assembler assembler(format, options, file->bytes());
    // Blocks are parsed side by side, by the slots in turn, and put together in the file's order.
    // They are made once the header is known.
    std::deque<ParserSlot> slots;
    const std::size_t slotCount = std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
    bool headerComes = format.table.header;
    bool more = true;
    std::size_t started = 0;
    std::size_t added = 0;
    std::string first;
    while (more || added < started) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        if (more && started - added < slotCount) {
            std::string& block = slots.empty() ? first : slots[started % slotCount].block;
            more = file->nextBlock(block);
            std::string_view records = block;
            if (headerComes && more) {
                format.header = assembler.skipHeader(records);
                headerComes = format.header.empty();
                if (headerComes) {
                    continue;
                }
            }
            while (slots.size() < slotCount && more) {
                slots.emplace_back(format);
            }
            if (more) {
                ParserSlot& slot = slots[started % slotCount];
                slot.parsed = std::async(std::launch::async,
                                         [&slot, records] { return &slot.parser.parse(records); });
                ++started;
            }
            continue;
        }
        ParserSlot& slot = slots[added++ % slotCount];
        assembler.add(*slot.parsed.get(), slot.parser, slot.numbering);
        if (progress) {
            progress(assembler.bytesDone(), file->bytes());
        }
    }
    if (!file->status()) {
        return file->status().error();
    }
    auto result = assembler.finish(file->name(), file->rejectedByLayout());
    if (!result) {
        return result.error();
    }
    if (progress) {
        progress(file->bytes(), file->bytes());
    }
    return ReadOnce{std::move(*result), assembler.brokenUtf8()};
}

}  // namespace

Result<RatingsFile> readRatings(const std::filesystem::path& path, const ReadOptions& options,
                                const ProgressCallback& progress, std::stop_token stop) {
    const auto found = detectRatings(path, options);
    if (!found) {
        return found.error();
    }
    if (auto status = checkColumns(*found, found->chosen(), path.filename().string()); !status) {
        return status.error();
    }
    const RowFormat format = rowFormatOf(*found, options);
    auto read = readOnce(path, format, options, progress, stop);
    if (read && read->brokenUtf8 > 0 && found->encodingOfPart) {
        // Between the parts that were looked at stands what is no UTF-8.
        const auto encoding = encodingOfWhole(path);
        if (encoding && *encoding != format.table.encoding) {
            ReadOptions again = options;
            again.table.encoding = *encoding;
            return readRatings(path, again, progress, stop);
        }
    }
    if (!read) {
        return read.error();
    }
    read->file.detection = *found;
    return std::move(read->file);
}

}  // namespace ncf
