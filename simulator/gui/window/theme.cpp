#include "window/theme.hpp"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>

namespace perisphere::studio
{
namespace
{

QPalette palette(Theme theme)
{
    const bool isDark = theme == Theme::Dark;
    const QColor window = isDark ? QColor(0x24, 0x27, 0x2C) : QColor(0xF4, 0xF5, 0xF7);
    const QColor base = isDark ? QColor(0x1B, 0x1D, 0x21) : QColor(0xFF, 0xFF, 0xFF);
    const QColor text = isDark ? QColor(0xE6, 0xE8, 0xEB) : QColor(0x1C, 0x1F, 0x24);
    const QColor faint = isDark ? QColor(0x7C, 0x82, 0x8A) : QColor(0x84, 0x8A, 0x92);
    const QColor accent = isDark ? QColor(0x3B, 0x8E, 0xD0) : QColor(0x1F, 0x6F, 0xB4);
    QPalette colours;
    colours.setColor(QPalette::Window, window);
    colours.setColor(QPalette::WindowText, text);
    colours.setColor(QPalette::Base, base);
    colours.setColor(QPalette::AlternateBase, window);
    colours.setColor(QPalette::Text, text);
    colours.setColor(QPalette::Button, isDark ? window.lighter(120) : window);
    colours.setColor(QPalette::ButtonText, text);
    colours.setColor(QPalette::ToolTipBase, base);
    colours.setColor(QPalette::ToolTipText, text);
    colours.setColor(QPalette::PlaceholderText, faint);
    colours.setColor(QPalette::Highlight, accent);
    colours.setColor(QPalette::HighlightedText, Qt::white);
    colours.setColor(QPalette::Link, accent);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        colours.setColor(QPalette::Disabled, role, faint);
    return colours;
}

} // namespace

QString name(Theme theme)
{
    return theme == Theme::Dark ? QStringLiteral("dark") : QStringLiteral("light");
}

Theme themeNamed(const QString& name)
{
    return name == QStringLiteral("dark") ? Theme::Dark : Theme::Light;
}

void apply(Theme theme, QApplication& application)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(palette(theme));
    application.setProperty("theme", name(theme));
}

} // namespace perisphere::studio
