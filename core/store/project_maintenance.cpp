#include "store/project_impl.h"

#include <system_error>

namespace ncf {

namespace {

// While it lives, the connection's statements end with SQLITE_INTERRUPT once `stop` is requested.
class Interruptible {
public:
    Interruptible(SQLite::Database& db, const std::stop_token& stop) : handle_(db.getHandle()) {
        constexpr int kInstructions = 10'000;  // between two looks: some 100 µs
        sqlite3_progress_handler(
            handle_, kInstructions,
            [](void* token) {
                return static_cast<const std::stop_token*>(token)->stop_requested() ? 1 : 0;
            },
            const_cast<std::stop_token*>(&stop));
    }
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;
    ~Interruptible() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }

private:
    sqlite3* handle_;
};

// With the log beside it.
std::uint64_t bytesOf(const std::filesystem::path& file) {
    std::error_code error;
    const auto main = std::filesystem::file_size(file, error);
    const std::uint64_t bytes = error ? 0 : main;
    const auto log = std::filesystem::file_size(file.string() + "-wal", error);
    return bytes + (error ? 0 : log);
}

}  // namespace

Result<Compaction> Project::compact(std::stop_token stop) {
    const auto work = [&]() -> Result<Compaction> {
        auto& db = impl_->db;
        const Interruptible interruptible(db, stop);
        Compaction done;
        done.bytesBefore = bytesOf(impl_->file);
        if (auto status = purgeRemovedRuns(); !status) {
            return status.error();
        }
        db.exec("VACUUM");
        // The new file is in the log until this copies it over the old one and cuts both.
        const int code = sqlite3_wal_checkpoint_v2(db.getHandle(), "main",
                                                   SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        if (code != SQLITE_OK) {
            throw SQLite::Exception(db.getHandle(), code);
        }
        done.bytesAfter = bytesOf(impl_->file);
        return done;
    };
    return impl_->guard([&]() -> Result<Compaction> {
        try {
            return work();
        } catch (const SQLite::Exception& exception) {
            if (exception.getErrorCode() == SQLITE_INTERRUPT) {
                return cancelled();
            }
            if (exception.getErrorCode() == SQLITE_FULL) {
                return Error{ErrorKind::Storage,
                             "There is no room to compact “" + impl_->file.string() +
                                 "”: for a while this takes about its size twice, beside it and "
                                 "among the temporary files.",
                             "Free some space and try again; nothing was lost."};
            }
            throw;
        }
    });
}

}  // namespace ncf
