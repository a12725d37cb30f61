#include "experiment/export_file.h"

namespace ncf {

Result<AtomicFile> createExport(const std::filesystem::path& file,
                                const std::filesystem::path& project) {
    std::error_code ignored;
    if (std::filesystem::equivalent(file, project, ignored)) {
        return Error{ErrorKind::BadInput,
                     "“" + file.string() + "” is the project itself, which would be lost.",
                     "Choose another name."};
    }
    return AtomicFile::create(file);
}

Status writeExport(const std::filesystem::path& file, const std::filesystem::path& project,
                   std::string_view text) {
    auto out = createExport(file, project);
    if (!out) {
        return out.error();
    }
    if (auto status = out->write(text); !status) {
        return status;
    }
    return out->finish();
}

}  // namespace ncf
