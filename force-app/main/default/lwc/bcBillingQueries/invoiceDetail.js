import { gql } from 'lightning/graphql';

/** Lines and applied payments of one invoice, asked for when a rep opens it. */
export const INVOICE_DETAIL = gql`
    query BillingInvoiceDetail($invoiceId: ID!) {
        uiapi {
            query {
                BC_Invoice_Line__c(
                    where: { BC_Invoice__c: { eq: $invoiceId } }
                    orderBy: { BC_Sequence__c: { order: ASC } }
                    first: 200
                ) {
                    edges {
                        node {
                            Id
                            BC_Item_Number__c {
                                value
                            }
                            BC_Description__c {
                                value
                            }
                            BC_Quantity__c {
                                value
                            }
                            BC_Unit_Of_Measure__c {
                                value
                            }
                            BC_Unit_Price__c {
                                value
                            }
                            BC_Amount__c {
                                value
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                    }
                }
                BC_Payment_Application__c(
                    where: { BC_Invoice__c: { eq: $invoiceId } }
                    orderBy: { BC_Applied_Date__c: { order: ASC } }
                    first: 200
                ) {
                    edges {
                        node {
                            Id
                            BC_Amount__c {
                                value
                            }
                            BC_Applied_Date__c {
                                value
                            }
                            BC_Payment__r {
                                BC_Type__c {
                                    value
                                }
                                BC_Document_Number__c {
                                    value
                                }
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                    }
                }
            }
        }
    }
`;
