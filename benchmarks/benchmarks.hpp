// One function a file: each registers its pairs, "<name>/ours" and "<name>/reference".
#pragma once

namespace perisphere::bench
{

void registerHardwareDefinition();
void registerAppManifest();
void registerImagePackage();

} // namespace perisphere::bench
