#include "perisphere/hardware/definition.hpp"
#include "perisphere/json/document.hpp"

namespace perisphere::hardware
{
namespace
{

json::Value describe(const Peripheral& one)
{
    json::Value object{{"Name", one.name}, {"Type", std::string(name(one.type))}};
    if (!one.mapping.empty())
        object["Mapping"] = one.mapping;
    if (!one.mainCoreHeaderValue.empty())
        object["MainCoreHeaderValue"] = one.mainCoreHeaderValue;
    if (one.manifestValue)
        std::visit([&](const auto& value) { object["AppManifestValue"] = value; },
                   *one.manifestValue);
    if (!one.comment.empty())
        object["Comment"] = one.comment;
    return object;
}

} // namespace

std::string writeDefinitionFile(const DefinitionFile& file)
{
    json::Value root;
    root["Metadata"] = {{"Type", "Azure Sphere Hardware Definition"}, {"Version", 1}};
    root["Description"]["Name"] = file.description;
    if (!file.headerTopContent.empty())
        root["Description"]["MainCoreHeaderFileTopContent"] = file.headerTopContent;
    for (const Import& import : file.imports)
        root["Imports"].push_back(json::Value{{"Path", import.path}});
    root["Peripherals"] = json::Value::array();
    for (const Peripheral& one : file.peripherals)
        root["Peripherals"].push_back(describe(one));
    return root.dump(2, ' ', false, json::Value::error_handler_t::replace) + "\n";
}

} // namespace perisphere::hardware
