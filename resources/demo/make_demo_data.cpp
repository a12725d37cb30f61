#include "data/demo_data.h"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

bool writeFile(const std::filesystem::path& file, const std::string& content) {
    std::ofstream out(file, std::ios::binary);
    out << content;
    out.close();
    if (!out) {
        std::cerr << "Could not write " << file.string() << ".\n";
    }
    return static_cast<bool>(out);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "Usage: make_demo_data FOLDER\n"
                     "Writes the demo data, ratings.csv and titles.csv, into FOLDER.\n";
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    const ncf::DemoData data = ncf::generateDemoData();
    const bool written = writeFile(folder / "ratings.csv", data.ratingsCsv) &&
                         writeFile(folder / "titles.csv", data.titlesCsv);
    return written ? 0 : 1;
}
