package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of Kubernetes, checked against Kubernetes' own description of them. */
final class Manifests {
    private interface Check {
        void on(JsonElement object) throws IOException;
    }

    private static final Map<String, Check> CHECKS = Map.of(
            "v1/ConfigMap", V1ConfigMap::validateJsonElement,
            "v1/Namespace", V1Namespace::validateJsonElement,
            "v1/PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
            "v1/Service", V1Service::validateJsonElement,
            "v1/ServiceAccount", V1ServiceAccount::validateJsonElement,
            "apps/v1/Deployment", V1Deployment::validateJsonElement,
            "apps/v1/StatefulSet", V1StatefulSet::validateJsonElement,
            "batch/v1/Job", V1Job::validateJsonElement,
            "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);
    /** Described by KEDA; the tests look at what is in it themselves. */
    private static final String FOREIGN = "keda.sh/v1alpha1/ScaledObject";

    private Manifests() {}

    /** Fails at the first unknown name, missing name or wrong kind of value. */
    static void assertValid(Yaml object) {
        String kind = object.text("apiVersion") + "/" + object.text("kind");
        if (kind.equals(FOREIGN)) {
            return;
        }
        assertThat(CHECKS).as("kinds that are known, for %s", object).containsKey(kind);
        try {
            CHECKS.get(kind).on(JsonParser.parseString(new ObjectMapper().writeValueAsString(object.value())));
        } catch (JsonProcessingException e) {
            throw new AssertionError(object + " has no JSON form.", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new AssertionError(object + " is no " + kind + ": " + e.getMessage(), e);
        }
    }

    /** The template of the pods an object makes, if it makes any. */
    static Optional<Yaml> podTemplate(Yaml object) {
        return List.of("Deployment", "StatefulSet", "Job").contains(object.text("kind"))
                ? Optional.of(object.at("spec.template"))
                : Optional.empty();
    }
}
