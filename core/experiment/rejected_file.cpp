#include "experiment/rejected_file.h"

#include "base/atomic_file.h"
#include "base/text.h"

namespace ncf {

Status writeRejectedRows(const std::filesystem::path& path, const ReadReport& report) {
    auto file = AtomicFile::create(path);
    if (!file) {
        return file.error();
    }
    if (auto status = file->write("line,reason,text\n"); !status) {
        return status;
    }
    for (const auto* const rows :
         {&report.rejectedRows, &report.unreadRatings.listed, &report.unreadTimes.listed}) {
        for (const auto& row : *rows) {
            auto status = file->write(std::to_string(row.line) + "," + csvField(row.reason) + "," +
                                      csvField(row.text) + "\n");
            if (!status) {
                return status;
            }
        }
    }
    return file->finish();
}

}  // namespace ncf
