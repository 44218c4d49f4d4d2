#include "pages/wiring_panel.hpp"

#include "models/board_draft.hpp"
#include "models/part_kinds.hpp"

#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

constexpr int kMostOhms = 100'000'000; ///< as the board file's schema has it

} // namespace

WiringPanel::WiringPanel(BoardDraft& draft, PartKinds& kinds, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_kinds(kinds)
    , m_wires({tr("From"), tr("To"), tr("Resistor")})
    , m_table(new QTableView(this))
    , m_from(endBox(QStringLiteral("wireFrom")))
    , m_to(endBox(QStringLiteral("wireTo")))
    , m_ohms(new QSpinBox(this))
    , m_remove(new QPushButton(tr("&Remove wire"), this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* const title = new QLabel(tr("<b>&Wires</b>"), this);
    title->setBuddy(m_table);
    m_table->setObjectName(QStringLiteral("wires"));
    m_table->setAccessibleName(tr("Wires of this file"));
    m_table->setModel(&m_wires);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_from->setAccessibleName(tr("Wire from"));
    m_to->setAccessibleName(tr("Wire to"));
    m_ohms->setObjectName(QStringLiteral("wireOhms"));
    m_ohms->setAccessibleName(tr("Resistance of the wire"));
    m_ohms->setRange(0, kMostOhms);
    m_ohms->setSingleStep(1000);
    m_ohms->setSuffix(QStringLiteral(" Ω"));
    m_ohms->setSpecialValueText(tr("none"));
    auto* const addButton = new QPushButton(tr("W&ire them"), this);
    addButton->setObjectName(QStringLiteral("addWire"));
    m_remove->setObjectName(QStringLiteral("removeWire"));
    auto* const form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&From"), m_from);
    form->addRow(tr("&To"), m_to);
    form->addRow(tr("Resist&or"), m_ohms);
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(addButton);
    buttons->addWidget(m_remove);
    layout->addWidget(title);
    layout->addWidget(m_table, 1);
    layout->addLayout(form);
    layout->addLayout(buttons);
    connect(addButton, &QPushButton::clicked, this, &WiringPanel::add);
    connect(m_remove, &QPushButton::clicked, this, &WiringPanel::remove);
    auto* const deleteKey =
        new QShortcut(QKeySequence::Delete, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(deleteKey, &QShortcut::activated, this, &WiringPanel::remove);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                const auto row = static_cast<std::size_t>(now.row());
                if (now.isValid() && row < m_draft.wires().size())
                    Q_EMIT wireChosen(m_draft.wires()[row].from, m_draft.wires()[row].to);
            });
    connect(&draft, &BoardDraft::changed, this, &WiringPanel::refresh);
    connect(&kinds, &PartKinds::modelReset, this, &WiringPanel::refresh);
    refresh();
}

QComboBox* WiringPanel::endBox(const QString& name)
{
    auto* const box = new QComboBox(this);
    box->setObjectName(name);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(10);
    box->completer()->setFilterMode(Qt::MatchContains);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    return box;
}

void WiringPanel::setChipPins(const QStringList& pins)
{
    m_chipPins = pins;
    refresh();
}

QStringList WiringPanel::ends() const
{
    const BoardDescription& board = m_draft.board();
    QStringList ends;
    for (const BoardPartPlace& part : board.parts) // the newest first
        if (const PartKind* const kind = m_kinds.find(part.kind); kind != nullptr)
            for (qsizetype i = static_cast<qsizetype>(kind->pins.size()); i-- > 0;)
                ends.prepend(part.name + '.' + kind->pins[static_cast<std::size_t>(i)].name);
    for (const BoardSupply& supply : board.supplies)
        ends.append(supply.name);
    for (const BoardConnector& connector : board.connectors)
        for (const BoardConnectorPin& pin : connector.pins)
            ends.append(pin.name);
    return ends + board.nets + m_chipPins;
}

void WiringPanel::refresh()
{
    std::vector<TextRow> rows;
    for (const BoardWireEnds& wire : m_draft.wires())
        rows.push_back(
            {.key = wire.from + ' ' + wire.to,
             .cells = {wire.from, wire.to, wire.ohms > 0 ? tr("%1 Ω").arg(wire.ohms) : QString()},
             .isMarked = false});
    m_wires.setRows(std::move(rows));
    m_remove->setEnabled(!m_draft.wires().empty());
    const QStringList all = ends();
    for (QComboBox* const box : {m_from, m_to}) {
        const QString text = box->currentText();
        box->clear();
        box->addItems(all);
        box->setEditText(text);
    }
}

void WiringPanel::choose(const QString& from, const QString& to)
{
    const std::vector<BoardWireEnds>& wires = m_draft.wires();
    for (std::size_t row = 0; row < wires.size(); ++row)
        if (wires[row].from == from && wires[row].to == to)
            m_table->selectRow(static_cast<int>(row));
}

void WiringPanel::add()
{
    const QString from = m_from->currentText().trimmed();
    const QString to = m_to->currentText().trimmed();
    if (from.isEmpty() || to.isEmpty()) {
        (from.isEmpty() ? m_from : m_to)->setFocus();
        return;
    }
    m_draft.addWire(from, to, m_ohms->value());
}

void WiringPanel::remove()
{
    const int row = m_table->currentIndex().row();
    if (row < 0 || row >= static_cast<int>(m_draft.wires().size()))
        return;
    const BoardWireEnds wire = m_draft.wires()[static_cast<std::size_t>(row)];
    m_draft.removeWire(wire.from, wire.to);
}

} // namespace perisphere::studio
