#include "data/ratings_reader.h"

#include "base/text.h"
#include "data/block_parser.h"
#include "data/text_file.h"

#include <algorithm>
#include <deque>
#include <future>
#include <thread>

namespace ncf {

namespace {

Result<RatingsPreview> preview(const TextFile& file, const ReadOptions& options) {
    const auto head = file.head();
    if (!head) {
        return head.error();
    }
    auto table = guessTable(*head, file.name(), options.table);
    if (!table) {
        return table.error();
    }
    RatingsPreview result{std::move(*table), {}, file.bytes()};
    result.columns = options.columns.value_or(guessRatingColumns(result.table));
    return result;
}

Status checkColumns(const RatingsPreview& preview, const std::string& name) {
    const auto& columns = preview.columns;
    if (!columns.user || !columns.item) {
        return Error{ErrorKind::BadInput,
                     name + " has no " + (columns.user ? "item" : "user") + " column.",
                     "Each line needs at least a user and an item; say which columns they are, or "
                     "which separator stands between them."};
    }
    const int count = static_cast<int>(preview.table.columnNames.size());
    if (highestColumn(columns) >= count || *columns.user == *columns.item) {
        return Error{ErrorKind::BadInput,
                     name + " has " + std::to_string(count) +
                         " columns, and the chosen ones are not among them or chosen twice.",
                     "Choose a different column for each of user, item, rating and time."};
    }
    return {};
}

// Puts the blocks of a file together.
class Assembler {
public:
    Assembler(const TableFormat& format, const RatingColumns& columns, std::uint64_t fileBytes)
        : fileBytes_(fileBytes) {
        report_.format = format;
        report_.columns = columns;
    }

    // Takes the header and the blank lines before it off the front of the file's first block; false
    // when there were blank lines only.
    bool skipHeader(std::string_view& block) {
        std::size_t at = 0;
        bool found = false;
        while (at < block.size() && !found) {
            const auto end = std::min(block.find('\n', at), block.size() - 1);
            found = !trimmed(block.substr(at, end - at + 1)).empty();
            at = end + 1;
            ++lines_;
        }
        bytesDone_ += at;
        block.remove_prefix(at);
        return found;
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
        for (RejectedRow row : block.rejectedRows) {
            if (report_.rejectedRows.size() < ReadReport::kMaxListed) {
                row.line += lines_;
                report_.rejectedRows.push_back(std::move(row));
            }
        }
        lines_ += block.lines;
        report_.rows += block.rows;
        report_.rejected += block.rejected;
        bytesDone_ += block.bytes;
    }

    std::uint64_t bytesDone() const { return bytesDone_; }

    Result<RatingsFile> finish(const std::string& name) {
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
        const Dataset::Columns columns{report_.columns.rating.has_value(),
                                       report_.columns.timestamp.has_value()};
        RatingsFile result{
            Dataset(std::move(users_), std::move(items_), std::move(interactions_), columns),
            std::move(report_)};
        result.report.duplicates = result.dataset.duplicates();
        return result;
    }

private:
    // With the ids that are new in the parser's latest block: those before are in blocks before.
    static void extend(std::vector<std::int32_t>& numbers, const IdMap& own, IdMap& file) {
        for (std::size_t at = numbers.size(); at < own.size(); ++at) {
            numbers.push_back(file.insert(own.id(static_cast<std::int32_t>(at))));
        }
    }

    const std::uint64_t fileBytes_;
    std::uint64_t bytesDone_ = 0;
    std::uint64_t lines_ = 0;
    ReadReport report_;
    IdMap users_, items_;
    std::vector<Interaction> interactions_;
};

// A parser with what it works on.
struct ParserSlot {
    ParserSlot(const TableFormat& format, const RatingColumns& columns) : parser(format, columns) {}

    BlockParser parser;
    Assembler::Numbering numbering;
    std::string block;
    std::future<const ParsedBlock*> parsed;
};

}  // namespace

Result<RatingsPreview> previewRatings(const std::filesystem::path& path,
                                      const ReadOptions& options) {
    const auto file = TextFile::open(path);
    if (!file) {
        return file.error();
    }
    return preview(*file, options);
}

Result<RatingsFile> readRatings(const std::filesystem::path& path, const ReadOptions& options,
                                const ProgressCallback& progress, std::stop_token stop) {
    auto file = TextFile::open(path);
    if (!file) {
        return file.error();
    }
    const auto guess = preview(*file, options);
    if (!guess) {
        return guess.error();
    }
    if (auto status = checkColumns(*guess, file->name()); !status) {
        return status.error();
    }
    Assembler assembler(guess->table.format, guess->columns, file->bytes());
    // Blocks are parsed side by side, by the slots in turn, and put together in the file's order.
    std::deque<ParserSlot> slots;
    for (unsigned i = 0; i < std::clamp(std::thread::hardware_concurrency(), 1u, 8u); ++i) {
        slots.emplace_back(guess->table.format, guess->columns);
    }
    bool header = guess->table.format.header;
    bool more = true;
    std::size_t started = 0;
    std::size_t added = 0;
    while (more || added < started) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        if (more && started - added < slots.size()) {
            ParserSlot& slot = slots[started % slots.size()];
            more = file->nextBlock(slot.block);
            std::string_view lines = slot.block;
            if (header && more) {
                header = !assembler.skipHeader(lines);
            }
            if (more) {
                slot.parsed = std::async(std::launch::async,
                                         [&slot, lines] { return &slot.parser.parse(lines); });
                ++started;
            }
            continue;
        }
        ParserSlot& slot = slots[added++ % slots.size()];
        assembler.add(*slot.parsed.get(), slot.parser, slot.numbering);
        if (progress) {
            progress(assembler.bytesDone(), file->bytes());
        }
    }
    if (!file->status()) {
        return file->status().error();
    }
    auto result = assembler.finish(file->name());
    if (result && progress) {
        progress(file->bytes(), file->bytes());
    }
    return result;
}

}  // namespace ncf
