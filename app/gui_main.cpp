#include "main_window.h"
#include "resources/resources.h"
#include "session/event_loop_watch.h"
#include "session/settings.h"
#include "theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QTimer>

#include <optional>

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("NCF Studio"));
    QApplication::setApplicationName(QStringLiteral("ncf-studio"));
    QApplication::setApplicationVersion(QStringLiteral(NCF_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("ncf-studio"));
    ncf::initResources();
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/ncf/icons/ncf-studio.svg")));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Understand, tune and use Neural Collaborative Filtering."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(QStringLiteral("demo"), QStringLiteral("Open the demo data."));
    parser.addOption(demo);
    parser.addPositionalArgument(QStringLiteral("file"),
                                 QStringLiteral("A project (.ncf) or a ratings file."),
                                 QStringLiteral("[file]"));
    parser.process(application);

    ncf::Theme::apply(application, ncf::settings::themeMode());
    std::optional<ncf::EventLoopWatch> watch;
    ncf::MainWindow window;
    window.show();
    // The window stands before any file is touched.
    QTimer::singleShot(0, &window, [&] {
        if (ncf::EventLoopWatch::wanted()) {
            watch.emplace();
        }
        const auto files = parser.positionalArguments();
        if (!files.isEmpty()) {
            window.openFile(files.first().toStdString());
        } else if (parser.isSet(demo)) {
            window.openDemo();
        }
    });
    return QApplication::exec();
}
