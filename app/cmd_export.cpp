#include "base/text.h"
#include "commands.h"
#include "experiment/export_lists.h"
#include "experiment/export_model.h"
#include "experiment/model_card.h"
#include "output.h"
#include "run_choice.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <atomic>
#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ExportArguments {
    std::string project;
    std::string run = "last";
    std::string format;
    std::string output;
    bool json = false;
};

// Calls `work` with a ProgressCallback and a token that Ctrl-C stops.
template <class Work>
auto watched(Work work) {
    std::stop_source stop;
    std::atomic<int> percent = -1;
    const TerminalProgress terminal(
        [&](TerminalProgress& out) {
            if (percent >= 0) {
                out.status("exporting " + progressBar(percent / 100.0) + " " +
                           std::to_string(percent) + " %");
            }
        },
        [&](TerminalProgress&) { stop.request_stop(); });
    return work(
        [&](std::uint64_t done, std::uint64_t total) {
            percent = total > 0 ? static_cast<int>(100 * done / total) : -1;
        },
        stop.get_token());
}

int exportTheLists(const ExportArguments& arguments, const Project& project, const RunRecord& run) {
    const auto format = arguments.format == "csv" ? ListFormat::Csv : ListFormat::JsonLines;
    const auto rows = watched([&](const ProgressCallback& progress, std::stop_token stop) {
        return exportLists(project, run.id, format, arguments.output, progress, stop);
    });
    if (!rows) {
        return fail(rows.error());
    }
    if (arguments.json) {
        printJson({{"run", run.id},
                   {"file", arguments.output},
                   {"format", arguments.format},
                   {"rows", *rows}});
    } else {
        std::cout << "Wrote " << withThousands(*rows) << " recommendations of run " << run.id
                  << " to " << printable(arguments.output) << ".\n";
    }
    return kDone;
}

int exportTheCard(const ExportArguments& arguments, const Project& project, const RunRecord& run) {
    if (auto status = exportModelCard(project, run.id, arguments.output); !status) {
        return fail(status.error());
    }
    if (arguments.json) {
        printJson({{"run", run.id}, {"file", arguments.output}, {"format", arguments.format}});
    } else {
        std::cout << "Wrote the model card of run " << run.id << " to "
                  << printable(arguments.output) << ".\n";
    }
    return kDone;
}

int exportTheModel(const ExportArguments& arguments, const Project& project, const RunRecord& run) {
    const auto format = arguments.format == "onnx" ? ModelFormat::Onnx : ModelFormat::TorchScript;
    const auto done =
        watched([&](const ProgressCallback&, std::stop_token stop) -> Result<ModelExport> {
            auto data = loadProjectData(project, run.dataState, {}, stop);
            if (!data) {
                return data.error();
            }
            auto loaded = LoadedRun::load(project, run.id, std::move(*data));
            if (!loaded) {
                return loaded.error();
            }
            return exportModel(*loaded, format, arguments.output, project.file(), stop);
        });
    if (!done) {
        return fail(done.error());
    }
    if (arguments.json) {
        Json files = Json::array();
        for (const auto& file : done->files) {
            files.push_back(file.string());
        }
        printJson({{"run", run.id},
                   {"file", arguments.output},
                   {"format", arguments.format},
                   {"files", files},
                   {"pairsCompared", done->pairs},
                   {"largestDifference", done->largestDifference}});
        return kDone;
    }
    std::cout << "Wrote the model of run " << run.id << ":\n";
    for (const auto& file : done->files) {
        std::cout << "  " << printable(file.string()) << "\n";
    }
    std::cout << "Read back, it gave the program's scores of " << done->pairs
              << " pairs; the largest relative difference was "
              << shortest(decimal(static_cast<float>(done->largestDifference))) << ".\n";
    return kDone;
}

int runExport(const ExportArguments& arguments) {
    const auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    const auto run = chooseRun(*project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    if (arguments.format == "card") {
        return exportTheCard(arguments, *project, *run);
    }
    return arguments.format == "csv" || arguments.format == "jsonl"
               ? exportTheLists(arguments, *project, *run)
               : exportTheModel(arguments, *project, *run);
}

}  // namespace

void addExportCommand(CLI::App& app, int& exitCode) {
    auto* const command = app.add_subcommand(
        "export", "Write a run's recommendations, its model or its model card to a file");
    const auto arguments = std::make_shared<ExportArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    command
        ->add_option("--format", arguments->format,
                     "csv (recommendations for all users, UTF-8, with a header), jsonl (the same, "
                     "one JSON object per line), torchscript or onnx (the network, with its id "
                     "maps), card (what there is to know of the run, as Markdown)")
        ->required()
        ->check(CLI::IsMember({"csv", "jsonl", "torchscript", "onnx", "card"}));
    command
        ->add_option("--output", arguments->output,
                     "The file to write; it is replaced only when everything is written")
        ->type_name("FILE")
        ->required();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nIn CSV, a text that begins with = + - @ or a tab gets an apostrophe in front, because\n"
        "spreadsheets would run it as a formula; JSON lines hold every text as it is.\n"
        "\n"
        "A network takes int64 indices `user` and `item`, both [batch], and gives scores as\n"
        "`ncf recommend` prints them, float32 [batch]; TorchScript also has the method `logits`,\n"
        "ONNX (opset 13) the output `logit`, what ranks. NAME.users.csv and NAME.items.csv beside\n"
        "the file tell which id has which index. Before the files get their names the network is\n"
        "read back, and its scores are compared with the program's.\n"
        "\nExamples:\n"
        "  ncf export films.ncf --format csv --output lists.csv\n"
        "  ncf export films.ncf best --format jsonl --output lists.jsonl\n"
        "  ncf export films.ncf best --format torchscript --output films.pt\n"
        "  ncf export films.ncf best --format onnx --output films.onnx\n"
        "  ncf export films.ncf best --format card --output films.md");
    command->callback([arguments, &exitCode] { exitCode = runExport(*arguments); });
}

}  // namespace ncf::cli
