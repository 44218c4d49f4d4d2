// Stands in for the Azure IoT C SDK's header: as much of it as azure_sphere_provisioning.h names.
#pragma once

typedef enum { PROV_DEVICE_RESULT_OK = 0, PROV_DEVICE_RESULT_TIMEOUT = 8 } PROV_DEVICE_RESULT;
