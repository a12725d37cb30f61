#pragma once

namespace CLI {
class App;
}

namespace ncf::cli {

// Each adds its subcommand with its options and help; when the command line asks for it, it runs
// during the parsing and leaves its result in `exitCode`.
void addImportCommand(CLI::App& app, int& exitCode);
void addAppendCommand(CLI::App& app, int& exitCode);
void addTrainCommand(CLI::App& app, int& exitCode);
void addResumeCommand(CLI::App& app, int& exitCode);
void addSweepCommand(CLI::App& app, int& exitCode);
void addEvaluateCommand(CLI::App& app, int& exitCode);
void addQualitiesCommand(CLI::App& app, int& exitCode);
void addUsersCommand(CLI::App& app, int& exitCode);
void addHistoryCommand(CLI::App& app, int& exitCode);
void addRecommendCommand(CLI::App& app, int& exitCode);
void addSimilarCommand(CLI::App& app, int& exitCode);
void addWhatIfCommand(CLI::App& app, int& exitCode);
void addExplainCommand(CLI::App& app, int& exitCode);
void addMapCommand(CLI::App& app, int& exitCode);
void addCompareCommand(CLI::App& app, int& exitCode);
void addRunsCommand(CLI::App& app, int& exitCode);
void addExportCommand(CLI::App& app, int& exitCode);
void addCompactCommand(CLI::App& app, int& exitCode);

inline constexpr const char* kJsonHelp = "Print one JSON document instead of text";
inline constexpr const char* kProjectHelp = "The project file (.ncf)";

}  // namespace ncf::cli
