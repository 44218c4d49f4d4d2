// perisphere-studio: the desktop program.
#include "window/main_window.hpp"
#include "window/theme.hpp"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>

int main(int argc, char** argv)
{
    using namespace perisphere::studio;
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Perisphere"));
    QCoreApplication::setApplicationName(QStringLiteral("perisphere-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PERISPHERE_VERSION));
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "main", "Shows a simulated board: attaches to a device that runs, or starts one."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption device(
        {QStringLiteral("d"), QStringLiteral("device")},
        QCoreApplication::translate("main", "Attach to the running device of that name."),
        QStringLiteral("NAME"));
    const QCommandLineOption board(
        {QStringLiteral("b"), QStringLiteral("board")},
        QCoreApplication::translate("main", "Start a device of that board, or board file."),
        QStringLiteral("BOARD"));
    const QCommandLineOption theme(
        QStringLiteral("theme"),
        QCoreApplication::translate("main", "\"light\" or \"dark\", instead of what was set last."),
        QStringLiteral("THEME"));
    parser.addOptions({device, board, theme});
    parser.addPositionalArgument(
        QStringLiteral("APP"),
        QCoreApplication::translate(
            "main", "Image package or project folder to install on the device that is started, or "
                    "a recording of signals (.vcd) to look at."),
        QStringLiteral("[APP]"));
    parser.process(application);
    const QString chosen = parser.isSet(theme)
                               ? parser.value(theme)
                               : QSettings().value(QStringLiteral("window/theme")).toString();
    apply(themeNamed(chosen), application);
    MainWindow window;
    window.show();
    const QStringList apps = parser.positionalArguments();
    if (parser.isSet(device)) {
        if (!window.attach(parser.value(device))) {
            qCritical("no device \"%s\" runs; \"perisphere device list\" tells which do",
                      qPrintable(parser.value(device)));
            return 1;
        }
    } else if (apps.value(0).endsWith(QLatin1StringView(".vcd"))) {
        window.openSignals(apps.value(0));
    } else if (parser.isSet(board) || !apps.isEmpty()) {
        window.startDevice(parser.isSet(board) ? parser.value(board) : QStringLiteral("mt3620_rdb"),
                           apps.value(0));
    }
    return QApplication::exec();
}
