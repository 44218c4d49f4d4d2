#define CATCH_CONFIG_RUNNER
#include "window/theme.hpp"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

/// Nothing of the user's is read, and none of the user's devices is seen.
int main(int argc, char** argv)
{
    const QTemporaryDir home;
    for (const char* const variable : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_STATE_HOME",
                                       "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
        qputenv(variable, home.path().toUtf8());
    qunsetenv("PERISPHERE_SDK");
    qunsetenv("PERISPHERE_DEVICE");
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Perisphere"));
    QCoreApplication::setApplicationName(QStringLiteral("studio-test"));
    perisphere::studio::apply(perisphere::studio::Theme::Light, application);
    return Catch::Session().run(argc, argv);
}
