/// Tokens whose makers gave them a prefix so that they are recognised, and assignments that look
/// like a secret's. Prefixes and lengths follow what the makers are known to issue; they were
/// written down for this project, not checked against each maker's documents.
enum KnownTokens {
  static let certain = #"""
    age-key age-secret-key-1 3 AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}
    anthropic-key sk-ant- 3 \bsk-ant-[a-z]{2,10}\d{2}-[A-Za-z0-9_-]{40,}
    atlassian-token atatt3 3 \bATATT3[A-Za-z0-9_=-]{60,}
    aws-secret-variable aws_secret_access_key 3.5 (?i)aws_secret_access_key["']?\s{0,3}[=:]\s{0,3}\#
    ["']?([a-z0-9/+]{40})\b
    databricks-token dapi 3 \bdapi[a-f0-9]{32}\b
    digitalocean-token _v1_ 3 \bdo[opr]_v1_[a-f0-9]{64}\b
    docker-token dckr_pat_ 3 \bdckr_pat_[A-Za-z0-9_-]{27,}
    github-fine-grained-token github_pat_ 3 \bgithub_pat_[A-Za-z0-9_]{70,}
    google-api-key aiza 3.5 \b(AIza[A-Za-z0-9_-]{35})(?![\w-])
    google-oauth-secret gocspx- 3 \bGOCSPX-[A-Za-z0-9_-]{28}
    google-oauth-token ya29. 3.5 \bya29\.[A-Za-z0-9_-]{40,}
    grafana-token glsa_ 3 \bglsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}
    groq-key gsk_ 3.5 \bgsk_[A-Za-z0-9]{48,}
    hugging-face-token hf_ 3 \bhf_[A-Za-z]{30,}\b
    linear-key lin_api_ 3 \blin_api_[A-Za-z0-9]{40}
    npm-token npm_ 3 \bnpm_[A-Za-z0-9]{36}\b
    nvidia-key nvapi- 3 \bnvapi-[A-Za-z0-9_-]{60,}
    openai-project-key sk-proj-,sk-svcacct-,sk-admin- 3.5 \bsk-(?:proj|svcacct|admin)-\#
    [A-Za-z0-9_-]{40,}
    openrouter-key sk-or-v1- 3 \bsk-or-v1-[a-f0-9]{64}\b
    postman-key pmak- 3 \bPMAK-[a-f0-9]{24}-[a-f0-9]{34}\b
    pulumi-token pul- 3 \bpul-[a-f0-9]{40}\b
    rubygems-key rubygems_ 3 \brubygems_[a-f0-9]{48}\b
    sentry-token sntrys_,sntryu_ 3 \bsntry[su]_[A-Za-z0-9_=+/-]{40,}
    shopify-token shpat_,shpss_,shpca_,shppa_ 3 \bshp(?:at|ss|ca|pa)_[a-fA-F0-9]{32}\b
    slack-app-token xapp- 3 \bxapp-\d-[A-Z0-9]+-\d+-[a-z0-9]+
    stripe-webhook-secret whsec_ 3 \bwhsec_[A-Za-z0-9+/=]{32,}
    terraform-token .atlasv1. 3 \b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,}
    vault-token hvs.,hvb. 3 \bhv[sb]\.[A-Za-z0-9_-]{24,}
    xai-key xai- 3.5 \bxai-[A-Za-z0-9]{70,}
    """#

  /// A name that says secret, and a value of letters and digits without any grammar.
  static let likely = #"""
    quoted-assignment password,passwd,secret,token,apikey,api_key,api-key,access_key,auth_key,\#
    private_key,credential 3.6 (?i)(?:password|passwd|secret|token|api[_-]?key|access_key|\#
    auth_key|private_key|credential)[\w.-]{0,20}["'\]]{0,2}\s{0,3}(?::=|=>|=|:)\s{0,3}["'`](\#
    [a-z0-9+/=_-]{16,150})["'`]
    environment-assignment password,secret,token,api_key,access_key,auth_key,private_key 3.6 \#
    ^\s{0,8}(?:export[ ])?[A-Z0-9_]{0,40}(?:PASSWORD|SECRET|TOKEN|API_KEY|ACCESS_KEY|AUTH_KEY|\#
    PRIVATE_KEY)[A-Z0-9_]{0,20}=([A-Za-z0-9+/=_-]{16,150})\s{0,8}$
    """#
}
