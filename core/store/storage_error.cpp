#include "store/storage_error.h"

#include <sqlite3.h>

#include <utility>

namespace ncf {

Error storageError(const std::filesystem::path& file, const SQLite::Exception& exception) {
    const std::string name = "“" + file.string() + "”";
    const auto error = [](std::string what, std::string remedy) {
        return Error{ErrorKind::Storage, std::move(what), std::move(remedy)};
    };
    switch (exception.getErrorCode()) {
        case SQLITE_FULL:
            return error("There is no room on the disk for " + name + ".",
                         "Free some space and try again; what was stored before is intact.");
        case SQLITE_IOERR:
            // A quota or a limit on file sizes also ends here, without a code of its own.
            if (exception.getExtendedErrorCode() == SQLITE_IOERR_WRITE) {
                return error(name + " could not be written: the disk refused.",
                             "Check that it has room for you and try again; what was stored before "
                             "is intact.");
            }
            return error("The disk failed on " + name + ": " + exception.what() + ".",
                         "Check the disk, or copy the project to another one.");
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return error(name + " may not be changed.",
                         "Make the file and its folder writable, or copy the project.");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return error(name + " is being written by another program.",
                         "Wait until that has finished, or close it, and try again.");
        case SQLITE_CORRUPT:
            return error(name + " is damaged: " + exception.what() + ".",
                         "Restore it from a backup, or import the data into a new project.");
        case SQLITE_NOTADB:
            return Error{ErrorKind::BadInput, name + " is not an NCF Studio project.",
                         "Choose a file that was made by NCF Studio (.ncf)."};
        case SQLITE_CANTOPEN:
            return error(name + " could not be opened or made.",
                         "Check that its folder exists and that you may write there.");
        case SQLITE_TOOBIG:
            return error(
                "One value is too large for " + name + ": a project holds at most 1 GB in one.",
                "Make the model smaller.");
        case SQLITE_NOMEM:
            return error("There is not enough memory for " + name + ".",
                         "Close other programs and try again.");
        default:
            return Error{ErrorKind::Internal, name + ": SQLite says: " + exception.what() + ".",
                         ""};
    }
}

void broken(const std::string& what) {
    throw SQLite::Exception(what, SQLITE_CORRUPT);
}

}  // namespace ncf
