#include "store/project.h"

#include "store/project_impl.h"
#include "store/schema.h"

#include <sqlite3.h>

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <stdio.h>
#include <system_error>
#include <unistd.h>

namespace ncf {

namespace fs = std::filesystem;

namespace {

// How long a statement waits for another connection's write to end.
constexpr int kBusyMilliseconds = 10'000;

std::string quoted(const fs::path& file) {
    return "“" + file.string() + "”";
}

Error notAProject(const fs::path& file) {
    return {ErrorKind::BadInput, quoted(file) + " is not an NCF Studio project.",
            "Choose a file that was made by NCF Studio (.ncf)."};
}

Error alreadyThere(const fs::path& file) {
    return {ErrorKind::Storage, quoted(file) + " exists already.",
            "Choose another name, or open it instead."};
}

// The file may come from a stranger: nothing in its schema may run or change anything.
void distrust(SQLite::Database& db) {
    sqlite3* const handle = db.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    db.exec("PRAGMA cell_size_check = ON");
}

void configure(SQLite::Database& db) {
    // Readers never wait for a writer. FULL syncs the log at every commit, so that a commit also
    // survives a power failure; NORMAL would survive a crash of the program only. Commits are as
    // rare as epochs, the sync costs nothing that could be noticed.
    db.exec("PRAGMA journal_mode = WAL");
    db.exec("PRAGMA synchronous = FULL");
    db.exec("PRAGMA foreign_keys = ON");
    // Gives the log's room back after a large import.
    db.exec("PRAGMA journal_size_limit = 4194304");
    db.exec("PRAGMA cache_size = -16384");
    // Freed pages need no wiping: nothing here is secret, and replacing a dataset would write it
    // twice.
    db.exec("PRAGMA secure_delete = OFF");
}

// A name beside the file that nobody else uses.
fs::path temporaryBeside(const fs::path& file) {
    static std::atomic<unsigned> counter = 0;
    return file.string() + ".new-" + std::to_string(::getpid()) + "-" + std::to_string(++counter);
}

void removeQuietly(const fs::path& file) {
    std::error_code ignored;
    fs::remove(file, ignored);
}

// What SQLite keeps beside a database. Left over from a deleted one, they would be taken for the
// new file's own and be written into it.
void removeCompanions(const fs::path& file) {
    for (const char* suffix : {"-wal", "-shm", "-journal"}) {
        removeQuietly(file.string() + suffix);
    }
}

// Gives the finished temporary its name, without ever replacing a file. 0 or errno.
int renameWithoutReplacing(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    // A file system without that: a link does the same in two steps.
    if (::link(from.c_str(), to.c_str()) != 0) {
        return errno;
    }
    ::unlink(from.c_str());
    return 0;
}

void syncFolder(const fs::path& folder) {
    if (const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY); descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

// migrate() for a file from anywhere: one whose tables do not fit its version is damaged.
void migrateForeign(SQLite::Database& db) {
    try {
        migrate(db);
    } catch (const SQLite::Exception& exception) {
        if (exception.getErrorCode() == SQLITE_ERROR) {
            broken("its tables are not those of its version");
        }
        if (exception.getErrorCode() == SQLITE_CONSTRAINT) {
            broken("its rows contradict each other");
        }
        throw;
    }
}

void makeEmptyProject(const fs::path& file) {
    SQLite::Database db(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("PRAGMA application_id = " + std::to_string(Project::kApplicationId));
    migrate(db);
    db.exec("PRAGMA journal_mode = WAL");
}

}  // namespace

Project::Project(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Project::Project(Project&&) noexcept = default;
Project& Project::operator=(Project&&) noexcept = default;
Project::~Project() = default;

const fs::path& Project::file() const {
    return impl_->file;
}

Result<Project> Project::create(const fs::path& file) {
    std::error_code error;
    const fs::path absolute = fs::absolute(file, error);
    if (file.empty() || error) {
        return Error{ErrorKind::BadInput, "A project needs a file name.", ""};
    }
    if (fs::exists(fs::symlink_status(absolute, error))) {
        return alreadyThere(file);
    }
    // Made whole under another name first: a crash or a full disk leaves no half project.
    const fs::path temporary = temporaryBeside(absolute);
    const Status made = guarded(file, [&]() -> Status {
        makeEmptyProject(temporary);
        return {};
    });
    if (!made) {
        removeQuietly(temporary);
        removeCompanions(temporary);
        return made.error();
    }
    removeCompanions(absolute);
    if (const int renamed = renameWithoutReplacing(temporary, absolute); renamed != 0) {
        removeQuietly(temporary);
        if (renamed == EEXIST) {
            return alreadyThere(file);
        }
        return Error{
            ErrorKind::Storage,
            quoted(file) + " could not be made: " + std::generic_category().message(renamed) + ".",
            "Choose another folder."};
    }
    syncFolder(absolute.parent_path());
    return open(file);
}

Result<Project> Project::open(const fs::path& file) {
    std::error_code error;
    const fs::path absolute = fs::absolute(file, error);
    const fs::file_status status = fs::status(absolute, error);
    if (!fs::exists(status)) {
        return Error{ErrorKind::NotFound, "There is no file " + quoted(file) + ".",
                     "Check the name, or import data into a new project."};
    }
    if (!fs::is_regular_file(status)) {
        return notAProject(file);
    }
    // An absolute path, since SQLite gives names such as ":memory:" a meaning of their own.
    return guarded(file, [&]() -> Result<Project> {
        SQLite::Database db(absolute.string(), SQLite::OPEN_READWRITE, kBusyMilliseconds);
        distrust(db);
        if (db.execAndGet("PRAGMA application_id").getInt() != kApplicationId) {
            return notAProject(file);
        }
        const int version = schemaVersion(db);
        if (version > kSchemaVersion) {
            return Error{ErrorKind::BadInput,
                         quoted(file) + " was made by a newer version of NCF Studio (format " +
                             std::to_string(version) + ", this one knows " +
                             std::to_string(kSchemaVersion) + ").",
                         "Update NCF Studio to open it."};
        }
        if (version < 1 || db.execAndGet("PRAGMA encoding").getString() != "UTF-8") {
            broken("its header is not a project's");
        }
        if (sqlite3_db_readonly(db.getHandle(), "main") != 0) {
            return storageError(file, SQLite::Exception("read-only", SQLITE_READONLY));
        }
        configure(db);
        migrateForeign(db);
        if (!hasOwnSchema(db)) {
            broken("its tables are not a project's");
        }
        return Project(std::make_unique<Impl>(file, std::move(db)));
    });
}

}  // namespace ncf
