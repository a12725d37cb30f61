#include "experiment/id_maps.h"

#include "base/text.h"

#include <string>

namespace ncf {

Status writeUserMap(const ProjectData& data, AtomicFile& file) {
    Status status = file.write("index,id\n");
    const auto& users = data.dataset.users();
    for (std::size_t i = 0; status && i < users.size(); ++i) {
        status = file.write(std::to_string(i) + "," +
                            csvField(users.id(static_cast<UserIndex>(i))) + "\n");
    }
    return status;
}

Status writeItemMap(const ProjectData& data, AtomicFile& file) {
    Status status = file.write("index,id,title\n");
    const auto& items = data.dataset.items();
    for (std::size_t i = 0; status && i < items.size(); ++i) {
        const auto item = static_cast<ItemIndex>(i);
        status = file.write(std::to_string(i) + "," + csvField(items.id(item)) + "," +
                            csvField(data.infoOf(item).title) + "\n");
    }
    return status;
}

}  // namespace ncf
