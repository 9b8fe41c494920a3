{{/* What every pod of the platform has in common. */}}
{{- define "creditport.pod" -}}
automountServiceAccountToken: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
volumes:
  - name: state
    persistentVolumeClaim: {claimName: {{ .Release.Name }}-state}
  - name: keys
    secret: {secretName: {{ .Values.keysSecret }}, defaultMode: 0440}
  - name: tmp
    emptyDir: {}
{{- end }}

{{- define "creditport.container" -}}
image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
envFrom:
  - secretRef: {name: {{ .Values.databaseSecret }}}
env:
  - {name: CREDITPORT_ALLOWED_HOSTS, value: {{ .Values.allowedHosts | quote }}}
  - {name: CREDITPORT_HTTPS, value: {{ ternary "1" "0" .Values.https | quote }}}
  - {name: CREDITPORT_REQUIRE_MFA, value: {{ ternary "1" "0" .Values.requireMfa | quote }}}
volumeMounts:
  - {name: state, mountPath: /var/lib/creditport}
  - {name: keys, mountPath: /var/lib/creditport/keys, readOnly: true}
  - {name: tmp, mountPath: /tmp}
{{- end }}
