#include "pages/board_edit_panel.hpp"

#include "models/board_draft.hpp"
#include "pages/palette_panel.hpp"
#include "pages/part_setup_panel.hpp"
#include "pages/wiring_panel.hpp"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QToolBar>
#include <QVBoxLayout>

namespace perisphere::studio
{

BoardEditPanel::BoardEditPanel(BoardDraft& draft, PartKinds& kinds, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_tools(new QToolBar(tr("Edit board"), this))
    , m_file(new QLabel(this))
    , m_setup(new PartSetupPanel(draft, kinds, this))
    , m_wiring(new WiringPanel(draft, kinds, this))
    , m_message(new QLabel(this))
{
    setObjectName(QStringLiteral("boardEditPanel"));
    m_message->setObjectName(QStringLiteral("boardMessage"));
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_message->setAccessibleName(tr("What there is to say of the board"));
    m_file->setWordWrap(true);
    addActions();
    auto* const palette = new PalettePanel(kinds, this);
    auto* const splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(palette);
    splitter->addWidget(m_setup);
    splitter->addWidget(m_wiring);
    splitter->setChildrenCollapsible(false);
    auto* const restart = new QPushButton(tr("Save and &start the device again with it"), this);
    restart->setObjectName(QStringLiteral("restartWithBoard"));
    auto* const hint =
        new QLabel(tr("The device keeps the board it was started with until then."), this);
    hint->setWordWrap(true);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_tools);
    layout->addWidget(m_file);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_message);
    layout->addWidget(hint);
    layout->addWidget(restart);
    connect(palette, &PalettePanel::addWanted, this, &BoardEditPanel::addWanted);
    connect(restart, &QPushButton::clicked, this, [this] {
        if (save())
            Q_EMIT restartWanted(m_draft.path());
    });
    connect(&draft, &BoardDraft::changed, this, &BoardEditPanel::refresh);
    connect(&draft, &BoardDraft::refused, this,
            [this](const QString& what, const QString& why) { tell(tr("%1: %2").arg(what, why)); });
    refresh();
}

void BoardEditPanel::addActions()
{
    QUndoStack& stack = m_draft.undoStack();
    QAction* const undo = stack.createUndoAction(this, tr("Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* const redo = stack.createRedoAction(this, tr("Redo"));
    redo->setShortcut(QKeySequence::Redo);
    // What they undo is in their tips; the tool bar is narrow.
    const auto shorten = [undo, redo] {
        undo->setIconText(tr("Undo"));
        redo->setIconText(tr("Redo"));
    };
    connect(undo, &QAction::changed, this, shorten);
    shorten();
    auto* const save = new QAction(tr("Save"), this);
    save->setShortcut(QKeySequence::Save);
    connect(save, &QAction::triggered, this, &BoardEditPanel::save);
    auto* const saveAs = new QAction(tr("Save as…"), this);
    saveAs->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    connect(saveAs, &QAction::triggered, this, &BoardEditPanel::saveAs);
    connect(&stack, &QUndoStack::cleanChanged, this, &BoardEditPanel::refresh);
    for (QAction* const action : {undo, redo, save, saveAs}) {
        m_tools->addAction(action);
        addAction(action); // its key works while the panel is seen
    }
}

void BoardEditPanel::showPart(const QString& part)
{
    m_setup->show(part);
}

void BoardEditPanel::tell(const QString& text)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

void BoardEditPanel::refresh()
{
    const QFileInfo file(m_draft.path());
    const bool isClean = m_draft.undoStack().isClean() && !m_draft.isNew();
    m_file->setText(isClean           ? file.fileName()
                    : m_draft.isNew() ? tr("%1, new").arg(file.fileName())
                                      : tr("%1, not saved").arg(file.fileName()));
    m_file->setToolTip(QDir::toNativeSeparators(file.absoluteFilePath()));
    QStringList texts;
    for (const BoardFinding& finding : m_draft.findings())
        texts.append(tr("Note: %1").arg(finding.text));
    tell(texts.join('\n'));
}

bool BoardEditPanel::save()
{
    const QFileInfo file(m_draft.path());
    const bool isInProject = file.absolutePath() != QDir::homePath();
    if (!m_draft.isNew() || (isInProject && !file.exists()))
        return saveTo(m_draft.path());
    saveAs(); // somebody else's file is there, or no project is known
    return !m_draft.isNew();
}

void BoardEditPanel::saveAs()
{
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Save board"), m_draft.path(), tr("Boards (*.json)"));
    if (!path.isEmpty())
        saveTo(path.endsWith(QStringLiteral(".json")) ? path : path + QStringLiteral(".json"));
}

bool BoardEditPanel::saveTo(const QString& path)
{
    const QString trouble = m_draft.save(path);
    refresh();
    if (!trouble.isEmpty())
        tell(trouble);
    return trouble.isEmpty();
}

} // namespace perisphere::studio
